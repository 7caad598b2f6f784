import { isFields, compareText, type Fields } from '../model/values';

/** Keys that come first in an object, as people write manifests. */
const FIRST_KEYS = ['apiVersion', 'kind', 'metadata', 'spec'];
/** Text that no reader takes for anything else, unless it is one of `WORDS`. */
const PLAIN = /^[A-Za-z_/](?:[\w./@+=*,~^%?&;()-]|:(?=[\w/.])| (?=[A-Za-z0-9_/.(]))*$/;
/** What YAML 1.1 reads as a boolean or null although it looks like a word. */
const WORDS = /^(?:y|n|yes|no|on|off|true|false|null)$/i;
/** Numbers with a unit: the only texts that begin with a digit and stay plain. */
const WITH_UNIT = /^\d+(?:\.\d+)?(?:ms|s|m|h|Ki|Mi|Gi)$/;
/** Characters that a reader may refuse or an editor may hide: written as escapes. */
const UNSEEN = /[\p{Cc}\p{Cf}\p{Zl}\p{Zp}\p{Co}\p{Cn}]/gu;
/** A text that keeps its lines in the file: nothing unseen, no space at the beginning or at the end of a line. */
const SPACED_LINE = /[ \t](?:\n|$)/;
/** YAML limits the length of a key that stands on the line of its value. */
const LONGEST_SIMPLE_KEY = 1000;

/**
 * Writes a manifest as YAML: the same bytes for the same object, keys sorted, one line per value, no anchors.
 * Every YAML 1.1 and 1.2 reader reads it back as the same JSON: texts such as `yes`, `1e3`, `0x1f` or `2024-01-01` are quoted.
 */
export function toYaml(manifest: Fields): string {
  const rest = Object.keys(manifest).filter((key) => !FIRST_KEYS.includes(key));
  const keys = [...FIRST_KEYS.filter((key) => Object.hasOwn(manifest, key)), ...rest.sort(compareText)];
  return keys.length === 0 ? '{}\n' : mapText(manifest, keys, '', '');
}

/** `lead` stands before the first key: the dash of a list item takes the place of its indent. */
function mapText(map: Fields, keys: readonly string[], indent: string, lead: string): string {
  let text = '';
  for (const key of keys) {
    const name = stringText(key);
    const before = text === '' ? lead : indent;
    text += name.length > LONGEST_SIMPLE_KEY ? `${before}? ${name}\n${indent}:` : `${before}${name}:`;
    text += valueText(map[key], indent);
  }
  return text;
}

/** What follows `key:`, with the end of the line. */
function valueText(value: unknown, indent: string): string {
  const inner = `${indent}  `;
  if (Array.isArray(value)) return value.length === 0 ? ' []\n' : `\n${listText(value, inner, inner)}`;
  if (!isFields(value)) return ` ${scalarText(value, inner)}\n`;
  const keys = Object.keys(value).sort(compareText);
  return keys.length === 0 ? ' {}\n' : `\n${mapText(value, keys, inner, inner)}`;
}

function listText(list: readonly unknown[], indent: string, lead: string): string {
  const inner = `${indent}  `;
  let text = '';
  for (const item of list) text += `${text === '' ? lead : indent}-${itemText(item, inner)}`;
  return text;
}

/** What follows the dash of a list item, with the end of the line. */
function itemText(item: unknown, indent: string): string {
  if (Array.isArray(item)) return item.length === 0 ? ' []\n' : listText(item, indent, ' ');
  if (!isFields(item)) return ` ${scalarText(item, indent)}\n`;
  const keys = Object.keys(item).sort(compareText);
  return keys.length === 0 ? ' {}\n' : mapText(item, keys, indent, ' ');
}

function scalarText(value: unknown, indent: string): string {
  if (typeof value === 'string') return value.includes('\n') ? linesText(value, indent) : stringText(value);
  if (typeof value === 'number') return numberText(value);
  return value === true ? 'true' : value === false ? 'false' : 'null';
}

/** YAML 1.1 takes an exponent only after a dot: `1e+21` alone would be a text. */
function numberText(value: number): string {
  if (Object.is(value, -0)) return '0';
  return String(value).replace(/^(-?\d+)e/, '$1.0e');
}

function stringText(text: string): string {
  if ((PLAIN.test(text) && !WORDS.test(text)) || WITH_UNIT.test(text)) return text;
  return JSON.stringify(text).replace(UNSEEN, escape);
}

function escape(character: string): string {
  const code = character.codePointAt(0) ?? 0;
  return code > 0xffff ? `\\U${code.toString(16).padStart(8, '0')}` : `\\u${code.toString(16).padStart(4, '0')}`;
}

/** Lua filters and configuration files keep their lines, so that a changed line is a changed line in Git. */
function linesText(text: string, indent: string): string {
  const body = text.endsWith('\n') ? text.slice(0, -1) : text;
  const hidden = body.replace(/[\n\t]/g, '').search(UNSEEN) !== -1;
  if (hidden || body === '' || /^\s/.test(body) || body.endsWith('\n') || SPACED_LINE.test(body)) {
    return JSON.stringify(text).replace(UNSEEN, escape);
  }
  const lines = body.split('\n').map((line) => (line === '' ? '' : indent + line));
  return [text.endsWith('\n') ? '|' : '|-', ...lines].join('\n');
}
