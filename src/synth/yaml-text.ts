import { defineScalarTag, DUMP_SCHEMA, jsToAst, NOT_RESOLVED, present, type PresenterOptions } from 'js-yaml';
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
  // What `dump` does, without putting its options together anew for each of thousands of small objects.
  return present(jsToAst(inOrder(manifest, keys), SCHEMA, { noRefs: true }), STYLE);
}

function sorted(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(sorted);
  return isFields(value) ? inOrder(value, Object.keys(value).sort(compareText)) : value;
}

function inOrder(fields: Fields, keys: readonly string[]): object {
  return Object.fromEntries(keys.map((key) => [key, sorted(fields[key])]));
}
