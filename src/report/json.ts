import type { Finding } from '../model/finding';
import type { CheckResult, Report } from './result';

/**
 * The report for programs: one JSON object `{ "objects": n, "findings": [...] }`, given out in pieces so that its size is not
 * bounded by the longest string. Names here keep their meaning; fields may be added.
 */
export function* formatJson(result: CheckResult): Report {
  const { ignored = 0 } = result;
  yield `{\n  "objects": ${result.objects},\n${ignored === 0 ? '' : `  "ignored": ${ignored},\n`}  "findings": [`;
  let first = true;
  for (const finding of result.findings) {
    yield `${first ? '' : ','}\n    ${JSON.stringify(fields(finding))}`;
    first = false;
  }
  yield first ? ']\n}\n' : '\n  ]\n}\n';
}

function fields(finding: Finding): Finding {
  const { rule, upstream, severity, object, path, message, why, fix, source, construct } = finding;
  const { apiVersion, kind, namespace, name } = object;
  return {
    rule,
    upstream,
    severity,
    object: { apiVersion, kind, ...(namespace === undefined ? {} : { namespace }), name },
    path,
    message,
    why,
    fix,
    ...(source === undefined ? {} : { source }),
    ...(construct === undefined ? {} : { construct }),
  };
}
