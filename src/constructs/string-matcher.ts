import type { StringMatch } from '../../imports/networking';
import { given } from './given';
import { misuse } from './usage-error';

/**
 * The ways to match a text: pick one.
 * https://istio.io/latest/docs/reference/config/networking/virtual-service/#StringMatch
 */
export class StringMatcher<T> {
  protected readonly make: (value: StringMatch) => T;

  constructor(make: (value: StringMatch) => T) {
    this.make = make;
  }

  /** The whole text, cases told apart. */
  exact(text: string): T {
    return this.make({ exact: given(text, 'string', 'exact: give the text', this.exact) });
  }

  /**
   * Texts that begin so.
   *
   * @throws RangeError when it is empty: Istio refuses it, since it would match everything
   */
  prefix(text: string): T {
    if (given(text, 'string', 'prefix: give the text', this.prefix) === '') misuse('an empty prefix would match everything', this.prefix);
    return this.make({ prefix: text });
  }

  /**
   * An RE2 expression that matches the whole text. https://github.com/google/re2/wiki/Syntax
   *
   * @throws RangeError when it is empty
   */
  regex(expression: string): T {
    if (given(expression, 'string', 'regex: give the expression', this.regex) === '') misuse('an empty regular expression matches nothing', this.regex);
    return this.make({ regex: expression });
  }
}
