import { eachPair, type Place } from '../place';

const NAME = /^(?:[A-Za-z0-9][-A-Za-z0-9_.]*)?[A-Za-z0-9]$/;
const PREFIX = /^[a-zA-Z0-9](?:[-a-zA-Z0-9]*[a-zA-Z0-9])?(?:\.[a-zA-Z0-9](?:[-a-zA-Z0-9]*[a-zA-Z0-9])?)*$/;
const LONGEST_NAME = 63;
const LONGEST_PREFIX = 253;

/** Labels of pods, as subsets and workloads have them. */
export function validateLabels(labels: Readonly<Record<string, string>> | undefined, at: Place): void {
  eachPair(labels, at, (key, value, pair) => {
    const problem = keyProblem(key);
    if (problem !== undefined) pair.error('invalid-label', `"${key}" is not the name of a label: ${problem}.`, 'Use letters, digits, "-", "_" and ".", if need be after a domain and "/".');
    if (value !== '' && !NAME.test(value)) {
      pair.error('invalid-label', `"${value}" is not the value of a label.`, 'Use letters, digits, "-", "_" and ".", with a letter or digit at both ends.');
    }
  });
}

function keyProblem(key: string): string | undefined {
  const slash = key.indexOf('/');
  const [prefix, name] = slash < 0 ? [undefined, key] : [key.slice(0, slash), key.slice(slash + 1)];
  if (prefix !== undefined && !PREFIX.test(prefix)) return 'what stands before the "/" is no domain';
  if (!NAME.test(name)) return 'its name has characters that are not allowed';
  if (prefix !== undefined && prefix.length > LONGEST_PREFIX) return `its domain is longer than ${LONGEST_PREFIX} characters`;
  return name.length > LONGEST_NAME ? `its name is longer than ${LONGEST_NAME} characters` : undefined;
}
