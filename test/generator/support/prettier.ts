/**
 * prettier as its browser build: the same formatter, but without the `import()` that jest's sandbox does not allow.
 * Used as `jest.mock('prettier', () => require('./support/prettier'))`.
 */
import * as estree from 'prettier/plugins/estree';
import * as typescript from 'prettier/plugins/typescript';
import * as standalone from 'prettier/standalone';

export function format(text: string, options: Parameters<typeof standalone.format>[1]): Promise<string> {
  return standalone.format(text, { ...options, plugins: [estree, typescript] });
}
