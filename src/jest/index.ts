import { matchers, type ExpectedFinding, type FindingsOptions } from './matchers';
import type { CheckManifestsOptions } from '../index';

export { matchers, type ExpectedFinding, type FindingsOptions, type MatcherResult } from './matchers';

/** The matchers of this package, as `expect(...)` has them. `R` is what the matchers of the expectation answer. */
export interface FindingMatchers<R> {
  /**
   * Passes when a check finds nothing in an App, a Chart, any construct, a manifest or a list of manifests. An App is checked as `app.synth()` does,
   * without writing; manifests are checked as `cdk8s-istio check` does.
   */
  toHaveNoFindings(options?: FindingsOptions): R;
  /**
   * Passes when a check finds something by a rule: `expect(app).toHaveFinding('subset-not-found', { path: 'spec.http[0]' })`. A rule that does not
   * exist is an error, with `.not` too.
   */
  toHaveFinding(rule: string, expected?: ExpectedFinding, options?: CheckManifestsOptions): R;
}

// `expect` of @types/jest, and that of @jest/globals.
declare global {
  namespace jest {
    interface Matchers<R, T> extends FindingMatchers<R> {}
  }
}
declare module 'expect' {
  interface Matchers<R extends void | Promise<void>, T> extends FindingMatchers<R> {}
}

const globalExpect: unknown = Reflect.get(globalThis, 'expect');
if (typeof globalExpect === 'function' && 'extend' in globalExpect && typeof globalExpect.extend === 'function') {
  Reflect.apply(globalExpect.extend, globalExpect, [matchers]);
}
