import type { JWTRule, RequestAuthenticationSpec } from '../../../imports/security';
import { parseGoUrl } from '../../schema/go-url';
import { readJwks } from '../checks/jwks';
import { validateFilled } from '../checks/lists';
import { validateDuration } from '../checks/numbers';
import { validateAttachment } from '../checks/target-refs';
import { each, type Place } from '../place';
import type { SpecValidator } from '../subject';
import type { Wire } from '../wire';

const HEADER_NAME = /^[-_A-Za-z0-9]+$/;

/** https://istio.io/latest/docs/reference/config/security/request_authentication/ */
export const validateRequestAuthentication: SpecValidator<Wire<RequestAuthenticationSpec>> = (spec, at) => {
  validateAttachment(spec, at);
  each(spec.jwtRules, at.at('jwtRules'), validateJwtRule);
};

function validateJwtRule(rule: Wire<JWTRule>, at: Place): void {
  const { issuer = '', jwks = '', timeout } = rule;
  const uri = rule.jwksUri ?? rule.jwks_uri ?? '';
  if (issuer === '' && uri === '') {
    at.at('issuer').error('missing-setting', 'The rule does not say whose tokens it takes.', 'Give the issuer as the claim "iss" has it, or a jwksUri.');
  }
  if (uri !== '') validateJwksUri(uri, at.at(rule.jwksUri === undefined ? 'jwks_uri' : 'jwksUri'));
  if (jwks !== '') validateJwks(jwks, at.at('jwks'));
  validateFilled(rule.audiences, at.at('audiences'));
  validateFilled(rule.fromParams, at.at('fromParams'));
  validateFilled(rule.fromCookies, at.at('fromCookies'));
  each(rule.fromHeaders, at.at('fromHeaders'), ({ name = '' }, place) => {
    if (name === '') place.at('name').error('invalid-header', 'The header has no name.', 'Name the header that holds the token.');
  });
  each(rule.outputClaimToHeaders, at.at('outputClaimToHeaders'), ({ claim = '', header = '' }, place) => {
    if (claim === '' || header === '') place.error('missing-setting', 'The entry lacks the claim or the header.', 'Name both.');
    else if (!HEADER_NAME.test(header)) place.at('header').error('invalid-header', `"${header}" is not a name for this header.`, 'Use letters, digits, "-" and "_".');
  });
  validateDuration(timeout, at.at('timeout'));
}

function validateJwksUri(uri: string, at: Place): void {
  const scheme = parseGoUrl(uri)?.scheme;
  if (scheme === 'http' || scheme === 'https') return;
  at.error('invalid-address', `"${uri}" is no address that keys can be fetched from.`, 'Write a URL that begins with "https://" or "http://".');
}

function validateJwks(jwks: string, at: Place): void {
  const keys = readJwks(jwks);
  if (typeof keys === 'string') {
    at.error('invalid-value', `The key set ${keys}.`, 'Write a JSON Web Key Set (RFC 7517): { "keys": [ ... ] }.');
    return;
  }
  const secret = keys.findIndex((key) => key.secret);
  if (secret < 0) return;
  at.warn('ineffective-field', `Key ${secret + 1} of the set is a private or shared one, and whoever can read the object has it.`, 'Write the public part of the key alone, and make a new one in place of the key that was shown.');
}
