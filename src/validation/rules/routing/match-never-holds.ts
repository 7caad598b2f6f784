import { formatObject } from '../../../model/finding';
import type { StringMatch } from '../../../model/kinds/networking';
import { whyNever } from '../../../model/match-conditions';
import { defineRule } from '../../rule';

const search = (match: string): string => `
apiVersion: networking.istio.io/v1
kind: VirtualService
metadata: { name: search, namespace: shop }
spec:
  hosts: [search]
  http:
    - match: [${match}]
      route: [{ destination: { host: search } }]
---
apiVersion: v1
kind: Service
metadata: { name: search, namespace: shop }
spec:
  ports: [{ name: http, port: 80 }]
`;

export const matchNeverHolds = defineRule({
  id: 'match-never-holds',
  upstream: [],
  severity: 'warning',
  summary: 'A match of a route asks for something that no request can have',
  why: 'The match never takes a request: they all go to later routes, or are answered with 404.',
  fix: 'Ask for what requests have: the query with `queryParams`, a path with its leading slash, a method in capitals.',
  notes:
    'Looked at are paths (no query, no fragment, a slash at the beginning), methods, authorities, values of headers and names of query parameters of VirtualServices. Of a regular expression what it ' +
    'surely asks for counts: one that has alternatives, or flags, may be left alone.',
  reads: ['networking.istio.io/VirtualService'],
  bad: search('{ uri: { exact: "/find?kind=book" } }'),
  good: search('{ uri: { exact: /find }, queryParams: { kind: { exact: book } } }'),
  check(context) {
    const { routes } = context;
    for (const virtualService of context.all('networking.istio.io/VirtualService')) {
      for (const condition of routes.conditionsOf(virtualService)) {
        const problem = whyNever(condition);
        if (problem === undefined) continue;
        const { field, name, match, path } = condition;
        const what = name === undefined ? `the ${field}` : `the ${field} "${name}"`;
        context.report(virtualService, path, `${formatObject(virtualService.ref)} matches no request where it asks that ${what} ${asked(match)}: ${problem}.`);
      }
    }
  },
});

function asked({ exact, prefix, regex }: StringMatch): string {
  if (exact !== undefined) return `is "${exact}"`;
  if (prefix !== undefined) return `begins with "${prefix}"`;
  return regex === undefined ? 'is there' : `matches "${regex}"`;
}
