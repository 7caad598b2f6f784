import type { Construct } from 'constructs';
import type { Gateway, VirtualService } from '../../../imports/networking';
import { RequestAuthentication, type JWTRule } from '../../../imports/security';
import { objectRef } from '../../constructs/object-ref';
import type { Problem } from '../../constructs/problems';
import { asTextMap, fieldAt } from '../../model/values';
import type { Refuse } from './refusal';

/**
 * Who reads the tokens of requests at the gateways: a RequestAuthentication that is there already, or what one is
 * written from. https://istio.io/latest/docs/reference/config/security/request_authentication/
 */
export type CanaryTokens = RequestAuthentication | WrittenTokens;

/** What a RequestAuthentication for the pods of the gateways is written from. */
export interface WrittenTokens {
  /** Issuers and their keys. */
  readonly jwtRules: readonly JWTRule[];
  /** The namespace of the pods of the gateways, such as `istio-system`: it need not be that of the Gateway. */
  readonly namespace: string;
  /** Labels of these pods. Default: the selector of the Gateway, where it is a construct. */
  readonly labels?: { readonly [key: string]: string };
}

type Gateways = readonly (Gateway | string)[];

/**
 * The RequestAuthentication of an entry: the given one, or one of its own that is made below `scope`.
 *
 * @internal
 */
export function tokenReader(scope: Construct, tokens: CanaryTokens, gateways: Gateways, name: string, refuse: Refuse): RequestAuthentication {
  if (isConstruct(tokens)) return tokens;
  const { jwtRules, namespace, labels } = tokens;
  if (jwtRules.length === 0) refuse('entry.tokens.jwtRules is empty: name the issuers whose tokens are read');
  const [gateway, ...others] = gateways;
  if (labels === undefined && (gateway === undefined || typeof gateway === 'string' || others.length > 0)) {
    refuse('entry.tokens.labels is needed: which pods the gateway has can be read only of one Gateway that is a construct');
  }
  const matchLabels = (): Readonly<Record<string, string>> => labels ?? podLabels(gateway) ?? {};
  return new RequestAuthentication(scope, 'tokens', {
    metadata: { name, namespace },
    spec: {
      get selector() {
        return { matchLabels: matchLabels() };
      },
      jwtRules,
    },
  });
}

/**
 * A RequestAuthentication that cannot be for the pods of a gateway.
 *
 * @internal
 */
export function tokenProblems(reader: RequestAuthentication, gateways: Gateways, virtualService: VirtualService): readonly Problem[] {
  const selected = asTextMap(fieldAt(reader.toJson(), 'spec', 'selector', 'matchLabels'));
  return gateways.flatMap((gateway): readonly Problem[] => {
    if (typeof gateway === 'string') return [];
    const labels = podLabels(gateway);
    if (labels !== undefined && Object.entries(selected).every(([key, value]) => labels[key] === value)) return [];
    return [
      {
        rule: 'claim-without-token',
        severity: 'error',
        object: objectRef(virtualService),
        path: ['spec', 'http', 0, 'match'],
        message:
          labels === undefined
            ? `Which pods the Gateway ${gateway.name} has is not said, so nothing is known to read tokens there.`
            : `RequestAuthentication ${reader.name} selects pods with ${JSON.stringify(selected)}, and those of the Gateway ${gateway.name} have ${JSON.stringify(labels)}.`,
        why: 'Claims are known only where a RequestAuthentication has read the token: these routes would never match.',
        fix: 'Give entry.tokens the RequestAuthentication of the gateway, or { jwtRules, namespace, labels } to write one.',
      },
    ];
  });
}

/** Labels of the pods of a Gateway, as its selector has them. */
function podLabels(gateway: Gateway | string | undefined): Readonly<Record<string, string>> | undefined {
  if (gateway === undefined || typeof gateway === 'string') return undefined;
  const labels = asTextMap(fieldAt(gateway.toJson(), 'spec', 'selector'));
  return Object.keys(labels).length === 0 ? undefined : labels;
}

/** By shape, not by class: a project may hold this package twice. */
function isConstruct(tokens: CanaryTokens): tokens is RequestAuthentication {
  return 'node' in tokens;
}
