import { formatObject } from '../../../model/finding';
import { Memo } from '../../../model/memo';
import { isRegex, matches } from '../../../schema/regex';
import { defineRule } from '../../rule';

const filter = (version: string): string => `
apiVersion: networking.istio.io/v1alpha3
kind: EnvoyFilter
metadata:
  name: timeouts
  namespace: shop
  annotations: { galley.istio.io/analyze-suppress: IST0133 } # that it is an EnvoyFilter at all
spec:
  workloadSelector: { labels: { app: reviews } }
  configPatches:
    - applyTo: HTTP_ROUTE
      match: { context: SIDECAR_OUTBOUND, proxy: { proxyVersion: '${version}' } }
      patch:
        operation: MERGE
        value: { route: { idle_timeout: 30s } }
`;

export const envoyFilterForNoVersion = defineRule({
  id: 'envoy-filter-for-no-version',
  upstream: [],
  severity: 'warning',
  summary: 'A patch of an EnvoyFilter is for proxies of a version that there is not',
  why: 'Istio skips the patch for every proxy without a word, so what it was to do is not done.',
  fix: 'Write an expression that the version matches, such as ^1\\.31.*, or take the patch out.',
  notes:
    'The version is that of Istio, such as 1.31.2, not that of Envoy, and has no `v`. A patch for versions that were before 1.29 only is for information: a mesh ' +
    'may still have such proxies. Expressions with letters in them are left alone, as builds of vendors have versions of their own.',
  reads: ['networking.istio.io/EnvoyFilter'],
  bad: filter('^v1\\.31.*'),
  good: filter('^1\\.31.*'),
  check(context) {
    const known = new Memo<Fit>();
    for (const each of context.all('networking.istio.io/EnvoyFilter')) {
      for (const [index, { match }] of (each.object.spec?.configPatches ?? []).entries()) {
        const version = match?.proxy?.proxyVersion ?? '';
        if (version === '' || version.length > LONGEST) continue;
        const fit = known.get(version, () => fitOf(version));
        if (fit === 'some') continue;
        context.report(
          each,
          ['spec', 'configPatches', index, 'match', 'proxy', 'proxyVersion'],
          `${formatObject(each.ref)} has a patch for proxies of the version "${version}", which ${fit === 'none' ? 'no version of Istio matches' : `no version of Istio since 1.${OLDEST} matches`}.`,
          fit === 'old' ? { severity: 'info' } : {},
        );
      }
    }
  },
});

/** Whether a version matches: one that may be in use, only one that was, or none. */
type Fit = 'some' | 'old' | 'none';

/** Longer ones are not expressions of versions, and Istio takes them for none. */
const LONGEST = 256;

/** The minor version that this package begins with; those after the last are still to come. */
const OLDEST = 29;
const NEWEST = 60;
const PATCHES = 24;
const SUFFIXES = ['', '-1'];

function fitOf(expression: string): Fit {
  // Escapes are no letters, nor is the v of those who write a tag instead of a version.
  if (/[a-z]/i.test(expression.replace(/\\./g, '').replace(/^\^?\(?v(?=1)/, ''))) return 'some';
  if (!isRegex(expression)) return 'some';
  if (anyMatches(expression, OLDEST, NEWEST)) return 'some';
  return anyMatches(expression, 0, OLDEST - 1) ? 'old' : 'none';
}

function anyMatches(expression: string, from: number, to: number): boolean {
  for (let minor = from; minor <= to; minor++) {
    for (let patch = 0; patch < PATCHES; patch++) {
      if (SUFFIXES.some((suffix) => matches(expression, `1.${minor}.${patch}${suffix}`))) return true;
    }
  }
  return false;
}
