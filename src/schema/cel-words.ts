import { GATEWAY_API_WORDS } from './cel-words-gateway';
import { GATEWAY_API_REFERENCES } from './cel-words-gateway-refs';
import { ISTIO_WORDS } from './cel-words-istio';
import type { Words, WordsFor } from './words';

const TABLES: readonly Readonly<Record<string, WordsFor>>[] = [ISTIO_WORDS, GATEWAY_API_WORDS, GATEWAY_API_REFERENCES];

/** The rules that have words, for the test that keeps the table complete. */
export const RULES_IN_WORDS: ReadonlySet<string> = new Set(TABLES.flatMap((table) => Object.keys(table)));

/** A rule with runs of white space as one space. */
export function normalizeRule(rule: string): string {
  return rule.replace(/\s+/g, ' ').trim();
}

/** Words for a broken rule; a rule without words of its own is shown as it is. */
export function celWords(rule: string, self: unknown): Words & { readonly known: boolean } {
  const text = normalizeRule(rule);
  const words = TABLES.find((table) => Object.hasOwn(table, text))?.[text];
  if (words === undefined) {
    return { message: `This breaks a rule of the API: ${text.length > 300 ? `${text.slice(0, 297)}...` : text}.`, fix: 'Change it so that the rule holds.', known: false };
  }
  return { ...(typeof words === 'function' ? words(self) : words), known: true };
}
