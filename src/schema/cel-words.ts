import { GATEWAY_API_WORDS } from './cel-words-gateway';
import { ISTIO_WORDS } from './cel-words-istio';
import type { Words, WordsFor } from './words';

/** The rules that have words, for the test that keeps the table complete. */
export const RULES_IN_WORDS: ReadonlySet<string> = new Set([...Object.keys(ISTIO_WORDS), ...Object.keys(GATEWAY_API_WORDS)]);

/** A rule with runs of white space as one space. */
export function normalizeRule(rule: string): string {
  return rule.replace(/\s+/g, ' ').trim();
}

/** Words for a broken rule; a rule without words of its own is shown as it is. */
export function celWords(rule: string, self: unknown): Words & { readonly known: boolean } {
  const text = normalizeRule(rule);
  const words = lookUp(ISTIO_WORDS, text) ?? lookUp(GATEWAY_API_WORDS, text);
  if (words === undefined) {
    return { message: `This breaks a rule of the API: ${text.length > 300 ? `${text.slice(0, 297)}...` : text}.`, fix: 'Change it so that the rule holds.', known: false };
  }
  return { ...(typeof words === 'function' ? words(self) : words), known: true };
}

function lookUp(table: Readonly<Record<string, WordsFor>>, rule: string): WordsFor | undefined {
  return Object.hasOwn(table, rule) ? table[rule] : undefined;
}
