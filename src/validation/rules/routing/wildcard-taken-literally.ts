import { formatObject } from '../../../model/finding';
import { whyNever } from '../../../model/match-conditions';
import { defineRule } from '../../rule';

const api = (match: string): string => `
apiVersion: networking.istio.io/v1
kind: VirtualService
metadata: { name: search, namespace: shop }
spec:
  hosts: [search]
  http:
    - match: [{ uri: ${match} }]
      route: [{ destination: { host: search } }]
---
apiVersion: v1
kind: Service
metadata: { name: search, namespace: shop }
spec:
  ports: [{ name: http, port: 80 }]
`;

export const wildcardTakenLiterally = defineRule({
  id: 'wildcard-taken-literally',
  upstream: [],
  severity: 'warning',
  summary: 'An exact text or a prefix of a match has a wildcard in it',
  why: 'Neither `exact` nor `prefix` knows wildcards: only a request with a `*` in that very place matches.',
  fix: 'Use `prefix` without the `*`, or `regex` with `.*` (or `[^/]+` for one segment) in its place.',
  notes: 'Looked at are paths and authorities of VirtualServices. The exact path `*`, which OPTIONS asks for, is left alone.',
  reads: ['networking.istio.io/VirtualService'],
  bad: api('{ prefix: "/api/*" }'),
  good: api('{ prefix: /api/ }'),
  check(context) {
    const { routes } = context;
    for (const virtualService of context.all('networking.istio.io/VirtualService')) {
      for (const condition of routes.conditionsOf(virtualService)) {
        const { field, path, match } = condition;
        const [kind, text] = match.exact === undefined ? (['prefix', match.prefix] as const) : (['exact', match.exact] as const);
        if (text?.includes('*') !== true || (field !== 'path' && field !== 'authority') || text === '*' || whyNever(condition) !== undefined) continue;
        context.report(virtualService, [...path, kind], `${formatObject(virtualService.ref)} compares the ${field} with "${text}", in which "*" stands for itself and for nothing else.`);
      }
    }
  },
});
