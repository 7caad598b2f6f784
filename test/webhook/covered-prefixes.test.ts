import fc from 'fast-check';

import type { HTTPMatchRequest, StringMatch } from '../../imports/networking';
import { CoveredPrefixes } from '../../src/webhook/checks/covered-prefixes';
import { Place } from '../../src/webhook/place';
import type { Wire } from '../../src/webhook/wire';

type Match = Wire<HTTPMatchRequest>;

function covered(matches: readonly Match[]): ReadonlySet<number> {
  const found = new Set<number>();
  Place.remarksOf((at) => {
    const prefixes = new CoveredPrefixes();
    matches.forEach((match, index) => {
      prefixes.add(match, at.at(index));
    });
    prefixes.forEachCovered(({ index }) => found.add(index));
  });
  return found;
}

/** The same, each compared with each: what istiod does. */
function coveredByPairs(matches: readonly Match[]): ReadonlySet<number> {
  const withPrefix = matches.filter(({ uri }) => (uri?.prefix ?? '') !== '');
  return new Set(withPrefix.flatMap((later, index) => (withPrefix.slice(0, index).some((earlier) => covers(earlier, later)) ? [index] : [])));
}

function covers(earlier: Match, later: Match): boolean {
  const [wide, narrow] = [earlier.uri?.prefix ?? '', later.uri?.prefix ?? ''];
  const method = ({ method: given }: Match): string => given?.exact ?? 'GET';
  const header = ({ headers }: Match): string | undefined => {
    const value = headers?.['a'];
    if (value === undefined) return undefined;
    if (value.exact !== undefined) return `exact:${value.exact}`;
    return value.prefix === undefined ? '' : `prefix:${value.prefix}`;
  };
  const [wanted, given] = [header(earlier), header(later)];
  return (
    wide !== narrow &&
    narrow.startsWith(wide) &&
    (earlier.port ?? 0) === (later.port ?? 0) &&
    method(earlier).startsWith(method(later)) &&
    (wanted === undefined ? given === undefined : given !== undefined && wanted.startsWith(given))
  );
}

const value = fc.constantFrom<Wire<StringMatch>>({ exact: 'a' }, { exact: 'ab' }, { exact: 'b' }, { prefix: 'a' }, { prefix: 'ab' }, { regex: 'a' }, {});
const match: fc.Arbitrary<Match> = fc.record(
  {
    uri: fc.record({ prefix: fc.array(fc.constantFrom('/', 'a', 'b'), { maxLength: 5 }).map((parts) => parts.join('')) }),
    method: fc.record({ exact: fc.constantFrom('GET', 'POST', 'PO') }),
    headers: fc.record({ a: value }),
    port: fc.constantFrom(80, 81),
  },
  { requiredKeys: ['uri'] },
);

test('finds what comparing each with each finds', () => {
  fc.assert(
    fc.property(fc.array(match, { maxLength: 20 }), (matches) => {
      expect(covered(matches)).toEqual(coveredByPairs(matches));
    }),
    { numRuns: 500 },
  );
});
