import { celWords } from './cel-words';
import { unescapeField } from './cel-value';
import type { CelProgram, StrangerOptions } from './cel-compile';
import type { CelTree } from './cel-tree';
import type { CelRule } from './facts';
import { loadCelTrees } from './load-facts';
import type { Words } from './words';
import type { StrangerRun } from './violation';

/** Compiles a rule. One of our facts is parsed already; the CEL parser loads with the first other one. */
export function compile(rule: string, options?: StrangerOptions): CelProgram | undefined {
  const { compileCel } = require('./cel-compile') as typeof import('./cel-compile');
  return compileCel(loadCelTrees().get(rule) ?? parsed(rule), options);
}

function parsed(rule: string): CelTree {
  const { parseCel } = require('./cel-parse') as typeof import('./cel-parse');
  return parseCel(rule);
}

const LONGEST = 10_000;
/** What it takes to parse and compile a letter of a rule. */
const LETTER = 500;

/**
 * Compiles a rule of a stranger's CRD.
 *
 * @throws when it is one that cannot be judged, with the reason
 */
export function compileStranger(rule: CelRule, stranger: StrangerRun): CelProgram | undefined {
  const optionalOldSelf = rule.optionalOldSelf === true;
  if (!optionalOldSelf && /\boldSelf\b/.test(withoutTexts(rule.rule))) return undefined;
  return compileText(rule.rule, optionalOldSelf, stranger);
}

function compileText(text: string, optionalOldSelf: boolean, { work, typedFields }: StrangerRun): CelProgram | undefined {
  if (text.length > LONGEST) throw new Error(`it has more than ${LONGEST.toLocaleString('en-US')} characters`);
  work.spend(text.length * LETTER);
  const typed = text.match(/\w+/g)?.find((word) => typedFields.has(unescapeField(word)));
  if (typed !== undefined) throw new Error(`it reads ${typed}, whose format makes it more than a text`);
  return compile(text, { optionalOldSelf });
}

function withoutTexts(rule: string): string {
  return rule.replace(/"(?:[^"\\\n]|\\.)*"|'(?:[^'\\\n]|\\.)*'/g, "''");
}

/** Words for a broken rule of a stranger's CRD: ours where it is a rule that we know, otherwise its author's. */
export function strangerWords(rule: CelRule, self: unknown, stranger: StrangerRun): Words & { readonly known: boolean } {
  const words = celWords(rule.rule, self);
  if (words.known) return words;
  const message = expressed(rule, self, stranger) ?? rule.message?.replace(/\s+/g, ' ').trim() ?? '';
  if (message === '') return words;
  const text = rule.rule.replace(/\s+/g, ' ').trim();
  return {
    message: `${message.slice(0, 500)}${/[.!?]$/.test(message) ? '' : '.'}`,
    fix: `Change it so that this rule of the CustomResourceDefinition holds: ${text.length > 300 ? `${text.slice(0, 297)}...` : text}.`,
    known: false,
  };
}

/** What `messageExpression` gives; nothing where it gives no line of text, as in Kubernetes, and where it is not known how to run it. */
function expressed({ messageExpression, optionalOldSelf }: CelRule, self: unknown, stranger: StrangerRun): string | undefined {
  if (messageExpression === undefined) return undefined;
  try {
    const text = compileText(messageExpression, optionalOldSelf === true, stranger)?.(self, stranger.work);
    return typeof text === 'string' && text.trim() !== '' && !/[\r\n]/.test(text) ? text.trim() : undefined;
  } catch {
    return undefined;
  }
}
