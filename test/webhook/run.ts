import { formatPath } from '../../src/model/path';
import { WEBHOOK_RULES } from '../../src/validation/webhook-rules';
import { findingsOf } from '../validation/run';

/** What the webhook is said to say of an object, as lines `severity code path`. */
export function remarksOn(yaml: string): readonly string[] {
  return findingsOf(yaml)
    .filter(({ rule }) => Object.hasOwn(WEBHOOK_RULES, rule))
    .map(({ severity, rule, path }) => `${severity} ${rule} ${formatPath(path)}`);
}
