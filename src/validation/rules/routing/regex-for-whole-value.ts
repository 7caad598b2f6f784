import { formatObject } from '../../../model/finding';
import { partMeant, whyNever } from '../../../model/match-conditions';
import type { PartMeant } from '../../../model/match-conditions';
import type { ReportDetails } from '../../context';
import { defineRule } from '../../rule';

const api = (regex: string): string => `
apiVersion: networking.istio.io/v1
kind: VirtualService
metadata: { name: search, namespace: shop }
spec:
  hosts: [search]
  http:
    - match: [{ uri: { regex: "${regex}" } }]
      route: [{ destination: { host: search } }]
---
apiVersion: v1
kind: Service
metadata: { name: search, namespace: shop }
spec:
  ports: [{ name: http, port: 80 }]
`;

export const regexForWholeValue = defineRule({
  id: 'regex-for-whole-value',
  upstream: [],
  severity: 'warning',
  summary: 'A regular expression seems to be meant for a part of a value',
  why: 'Envoy compares an expression with the whole value: what goes on before or after it does not match.',
  fix: 'Write `.*` where anything may stand, or end the expression with `$` if the whole is meant.',
  notes:
    'It speaks of expressions that begin with `^`, as one writes for a part, and have neither `$` nor anything open at the end; of expressions for `cookie` and `user-agent` that leave no room for what else ' +
    'such headers hold; and, as an info, of expressions for paths without anything special in them, which `exact` says more clearly. What no path can match at all is a finding of ' +
    '[match-never-holds](match-never-holds.md).',
  reads: ['networking.istio.io/VirtualService'],
  bad: api('^/api/v[12]/'),
  good: api('/api/v[12]/.*'),
  check(context) {
    const { routes } = context;
    for (const virtualService of context.all('networking.istio.io/VirtualService')) {
      for (const condition of routes.conditionsOf(virtualService)) {
        const meant = partMeant(condition);
        if (meant === undefined || whyNever(condition) !== undefined) continue;
        const { field, name, match, path } = condition;
        const what = name === undefined ? `the ${field}` : `the ${field} "${name}"`;
        context.report(
          virtualService,
          [...path, 'regex'],
          `${formatObject(virtualService.ref)} compares the whole of ${what} with "${match.regex ?? ''}", ${TOLD[meant]}.`,
          DETAILS[meant],
        );
      }
    }
  },
});

const TOLD: Readonly<Record<PartMeant, string>> = {
  'open end': 'which begins with an anchor and leaves its end open: what goes on there does not match',
  'part of a list': 'which has no room for anything else in it',
  'plain text': 'which is a plain text: only this one path matches, and nothing below it',
};

const DETAILS: Readonly<Record<PartMeant, ReportDetails>> = {
  'open end': {},
  'part of a list': { fix: 'Write `.*` on both sides of what is looked for.' },
  'plain text': { severity: 'info', fix: 'Write `exact` if this path is meant, `prefix` if all below it are.' },
};
