import fc from 'fast-check';
import type { HttpMatch, StreamMatch, StringMatch } from '../../src/model/kinds/networking';
import { CoverIndex } from '../../src/model/cover-index';
import { covers, httpMatchShape, streamMatchShape } from '../../src/model/match-cover';
import type { MatchShape } from '../../src/model/match-cover';

const text = fc.constantFrom('', '/', '/a', '/a/b', '/A', 'x', 'xy', 'GET');
const stringMatch: fc.Arbitrary<StringMatch> = fc.oneof(
  text.map((exact) => ({ exact })),
  text.map((prefix) => ({ prefix })),
  fc.constantFrom('.*', '/a.*').map((regex) => ({ regex })),
  fc.constant({}),
);
const headers = fc.dictionary(fc.constantFrom('a', 'A', 'b'), stringMatch, { maxKeys: 2 });
const gateways = fc.subarray(['mesh', 'edge/public']);

const httpMatch: fc.Arbitrary<HttpMatch> = fc.record(
  {
    uri: stringMatch,
    method: stringMatch,
    headers,
    withoutHeaders: headers,
    queryParams: headers,
    port: fc.constantFrom(0, 80, 81),
    sourceLabels: fc.dictionary(fc.constantFrom('app', 'version'), fc.constantFrom('v1', 'v2')),
    sourceNamespace: fc.constantFrom('', 'shop'),
    ignoreUriCase: fc.boolean(),
    gateways,
  },
  { requiredKeys: [] },
);

const streamMatch: fc.Arbitrary<StreamMatch> = fc.record(
  {
    sniHosts: fc.subarray(['*', '*.com', '*.example.com', 'a.example.com', 'b.example.com']),
    destinationSubnets: fc.subarray(['10.0.0.0/8', '10.1.0.0/16']),
    port: fc.constantFrom(0, 80),
    gateways,
  },
  { requiredKeys: [] },
);

const shape: fc.Arbitrary<MatchShape> = fc.oneof(
  httpMatch.map((match) => httpMatchShape(match, undefined)),
  streamMatch.map((match) => streamMatchShape(match, ['mesh', 'edge/public'])),
);

test('the index finds the match that comparing with each in turn would', () => {
  fc.assert(
    fc.property(fc.array(shape, { maxLength: 6 }), shape, (earlier, later) => {
      const index = new CoverIndex<number>();
      earlier.forEach((each, position) => index.add(each, position));
      const first = earlier.findIndex((each) => covers(each, later));
      expect(index.firstCovering(later) ?? -1).toBe(first);
    }),
    { numRuns: 1500 },
  );
});

/** A request, as far as these matches look at it; undefined for a header that is not there. */
interface Request {
  readonly path: string;
  readonly method: string;
  readonly header: string | undefined;
}

const request: fc.Arbitrary<Request> = fc.record({
  path: fc.constantFrom('/', '/a', '/a/b', '/A', '/A/B', '/b'),
  method: fc.constantFrom('GET', 'xy', 'x'),
  header: fc.constantFrom(undefined, '', 'x', 'xy', '/a'),
});

function holds(match: StringMatch, value: string | undefined): boolean {
  if (value === undefined) return false;
  if (match.exact !== undefined) return value === match.exact;
  if (match.prefix !== undefined) return value.startsWith(match.prefix);
  return match.regex !== '/a.*' || value.startsWith('/a');
}

function matches({ uri, method, headers: wanted, withoutHeaders, ignoreUriCase }: HttpMatch, { path, method: verb, header }: Request): boolean {
  const fold = (value: string | undefined): string | undefined => (ignoreUriCase === true ? value?.toLowerCase() : value);
  const folded: StringMatch = uri?.regex === undefined ? { exact: fold(uri?.exact), prefix: fold(uri?.prefix) } : uri;
  return (
    (uri === undefined || holds(folded, uri.regex === undefined ? fold(path) : path)) &&
    (method === undefined || holds(method, verb)) &&
    Object.values(wanted ?? {}).every((value) => holds(value, header)) &&
    Object.values(withoutHeaders ?? {}).every((value) => !holds(value, header))
  );
}

const simple: fc.Arbitrary<HttpMatch> = fc.record(
  {
    uri: stringMatch,
    method: stringMatch,
    headers: stringMatch.map((a) => ({ a })),
    withoutHeaders: stringMatch.map((a) => ({ a })),
    ignoreUriCase: fc.boolean(),
  },
  { requiredKeys: [] },
);

test('no request that the later match takes is one that a covering match does not', () => {
  fc.assert(
    fc.property(simple, simple, request, (earlier, later, sent) => {
      fc.pre(covers(httpMatchShape(earlier, undefined), httpMatchShape(later, undefined)));
      fc.pre(matches(later, sent));
      expect(matches(earlier, sent)).toBe(true);
    }),
    { numRuns: 400, maxSkipsPerRun: 2000 },
  );
});
