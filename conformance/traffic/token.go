package main

import (
	"crypto/rand"
	"crypto/rsa"
	"encoding/json"
	"maps"
	"time"

	"github.com/go-jose/go-jose/v4"
)

// signer makes JSON Web Tokens. Its public key stands in every RequestAuthentication of a case, whatever the issuer:
// there is no network to fetch a key set from.
type signer struct {
	known, unknown jose.Signer
	jwks           string
}

func newSigner() (*signer, error) {
	known, public, err := rsaSigner("known")
	if err != nil {
		return nil, err
	}
	unknown, _, err := rsaSigner("unknown")
	if err != nil {
		return nil, err
	}
	jwks, err := json.Marshal(jose.JSONWebKeySet{Keys: []jose.JSONWebKey{*public}})
	if err != nil {
		return nil, err
	}
	return &signer{known: known, unknown: unknown, jwks: string(jwks)}, nil
}

func rsaSigner(id string) (jose.Signer, *jose.JSONWebKey, error) {
	key, err := rsa.GenerateKey(rand.Reader, 2048)
	if err != nil {
		return nil, nil, err
	}
	made, err := jose.NewSigner(jose.SigningKey{Algorithm: jose.RS256, Key: jose.JSONWebKey{Key: key, KeyID: id}},
		(&jose.SignerOptions{}).WithType("JWT"))
	return made, &jose.JSONWebKey{Key: key.Public(), KeyID: id, Algorithm: "RS256", Use: "sig"}, err
}

// token signs the claims; without `exp` it is good for an hour. With forged it is signed by a key nobody trusts.
func (s *signer) token(claims map[string]any, forged bool) (string, error) {
	full := map[string]any{"iat": time.Now().Unix(), "exp": time.Now().Add(time.Hour).Unix()}
	maps.Copy(full, claims)
	text, err := json.Marshal(full)
	if err != nil {
		return "", err
	}
	with := s.known
	if forged {
		with = s.unknown
	}
	signed, err := with.Sign(text)
	if err != nil {
		return "", err
	}
	return signed.CompactSerialize()
}
