import { problemOfOption } from '../constructs/mesh-options';
import type { Declared } from '../model/settings';
import { oneLine } from '../report/safe-text';
import { InputError } from './io';

const FORMS = 'host=HOST, gateway=NAMESPACE/NAME, subset=HOST/NAME or workload=NAMESPACE/LABEL=VALUE';

/**
 * What lives elsewhere: that of the configuration file, and that of the flags beside it.
 * @throws InputError for a flag that is none of these, and a name that cannot be
 */
export function declaredWith(ofConfig: Declared = {}, flags: readonly string[] = []): Declared {
  const all = [ofConfig, ...flags.map(declaredBy)];
  const joined = {
    hosts: all.flatMap(({ hosts = [] }) => hosts),
    gateways: all.flatMap(({ gateways = [] }) => gateways),
    subsets: all.flatMap(({ subsets = [] }) => subsets),
    workloads: all.flatMap(({ workloads = [] }) => workloads),
  };
  return Object.fromEntries(Object.entries(joined).filter(([, names]) => names.length > 0));
}

function declaredBy(text: string): Declared {
  const [kind, name] = split(text, '=');
  const declared = name === '' ? undefined : read(kind, name);
  if (declared === undefined) throw new InputError(`--declare ${oneLine(text)}: say what it is and its name: --declare ${FORMS}`);
  const problem = problemOfOption('declared', declared);
  if (problem !== undefined) throw new InputError(`--declare ${oneLine(text)}: ${oneLine(problem.message.replace(/^declared\.\w+\[0\]/, 'it'))}`);
  return declared;
}

/** `subset=HOST/NAME`, `workload=NAMESPACE/KEY=VALUE,...`; the others as they are. */
function read(kind: string, name: string): Declared | undefined {
  const [first, rest] = split(name, '/');
  switch (kind) {
    case 'host':
      return { hosts: [name] };
    case 'gateway':
      return { gateways: [name] };
    case 'subset':
      return rest === '' ? undefined : { subsets: [{ host: first, subsets: [rest] }] };
    case 'workload':
      return rest === '' ? undefined : { workloads: [{ namespace: first, labels: Object.fromEntries(rest.split(',').map((label) => split(label, '='))) }] };
    default:
      return undefined;
  }
}

function split(text: string, at: string): [string, string] {
  const index = text.indexOf(at);
  return index === -1 ? [text.trim(), ''] : [text.slice(0, index).trim(), text.slice(index + 1).trim()];
}
