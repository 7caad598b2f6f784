import { nameDigest } from '../../constructs/name-digest';
import { misuse } from '../../constructs/usage-error';
import { labelProblem } from '../../model/names';
import { compareText } from '../../model/values';

const LONGEST_READABLE_PART = 60;

/** Refuses what cannot be the name of a namespace. JavaScript programs, and names that are made, need it. */
export function checkNamespace(namespace: string, what: string, entry: unknown): void {
  if (typeof namespace === 'string' && labelProblem(namespace) === undefined) return;
  misuse(`${what}: ${JSON.stringify(namespace) ?? String(namespace)} is no name of a namespace (lower-case letters, digits and "-", at most 63)`, entry);
}

/**
 * The name of the policy for the workloads with these labels: `mtls-exception-billing` for `app: billing`. It depends on
 * the labels alone. Where it would not tell two sets of labels apart, a digest of them follows.
 */
export function exceptionName(labels: Readonly<Record<string, string>>): string {
  const pairs = Object.entries(labels).sort(([a], [b]) => compareText(a, b));
  const [only, ...others] = pairs;
  if (only?.[0] === 'app' && others.length === 0 && labelProblem(only[1]) === undefined) return `mtls-exception-${only[1]}`;
  const readable = pairs
    .map(([, value]) => value.toLowerCase().replace(/[^a-z0-9]+/g, '-'))
    .join('-')
    .slice(0, LONGEST_READABLE_PART)
    .replace(/^-+|-+$/g, '');
  return ['mtls-exception', readable, nameDigest(pairs)].filter((part) => part !== '').join('-');
}
