import { COLLECTION_STYLE, defineScalarTag, DUMP_SCHEMA, jsToAst, mapTag, NOT_RESOLVED, present, SCALAR_STYLE, seqTag, strTag, type Node, type PresenterOptions } from 'js-yaml';
import { compareText, isFields, type Fields } from '../model/values';

/** Keys that come first in an object, as people write manifests. */
const FIRST_KEYS = ['apiVersion', 'kind', 'metadata', 'spec'];

/** What cdk8s' own reader takes for a number although no digit counts: `.`, which every `exportTo` holds, and `e1` are NaN to it. */
const DIGITLESS_NUMBER = /^[-+]?(?:[0-9][0-9_]*)?\.?[0-9_]*(?:e[-+]?[0-9]+)?$|^[-+]?0[xb]_+$/i;

/** Texts that the schema reads as something else are quoted; the tag is never written. */
const SCHEMA = DUMP_SCHEMA.withTags(
  defineScalarTag('tag:cdk8s-istio:number-like', {
    implicit: true,
    implicitFirstChars: [...'-+.0123456789eE'],
    resolve: (text) => (DIGITLESS_NUMBER.test(text) ? text : NOT_RESOLVED),
    identify: () => false,
  }),
);

const STYLE: PresenterOptions = { schema: SCHEMA, lineWidth: -1, quoteStyle: 'double' };

/**
 * Writes a manifest as YAML: the same bytes for the same object, keys sorted, one line per value, no anchors.
 * Texts that a YAML 1.1 reader takes for something else (`yes`, `1e3`, `0x1f`, `2024-01-01`) are quoted.
 */
export function toYaml(manifest: Fields): string {
  const rest = Object.keys(manifest).filter((key) => !FIRST_KEYS.includes(key));
  const keys = [...FIRST_KEYS.filter((key) => Object.hasOwn(manifest, key)), ...rest.sort(compareText)];
  return present([{ contents: mappingOf(manifest, keys), directives: [] }], STYLE);
}

/**
 * The tree that the library writes. It makes such trees itself, but asks every value for each of its twelve tags; that alone
 * took a third of the time of writing thousands of small objects. What is no text, list or map is left to it.
 */
function nodeOf(value: unknown): Node {
  if (typeof value === 'string') return textNode(value);
  if (Array.isArray(value)) return { kind: 'sequence', tag: seqTag.tagName, tagged: false, style: COLLECTION_STYLE.BLOCK, items: value.map(nodeOf) };
  if (isFields(value)) return mappingOf(value, Object.keys(value).sort(compareText));
  const [document] = jsToAst(value, SCHEMA, { noRefs: true });
  return document?.contents ?? textNode('');
}

function mappingOf(fields: Fields, keys: readonly string[]): Node {
  const items = keys.map((key) => ({ key: textNode(key), value: nodeOf(fields[key]) }));
  return { kind: 'mapping', tag: mapTag.tagName, tagged: false, style: COLLECTION_STYLE.BLOCK, items };
}

function textNode(value: string): Node {
  return { kind: 'scalar', tag: strTag.tagName, tagged: false, style: SCALAR_STYLE.PLAIN, value };
}
