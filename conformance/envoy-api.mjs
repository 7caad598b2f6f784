// imports/envoy-api.json holds the messages that istiod's webhook knows where it reads the values of EnvoyFilters.
// Only Go code that links them all can tell them, so this suite makes the file: `npm run conformance -- envoy-api --update`.
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

const NAME = join('imports', 'envoy-api.json');

/** @param context see README.md */
export async function run({ judge, root, update, passed, failed, note }) {
  const { types } = await judge.ask({ op: 'envoy-api' });
  const text = fileOf(types);
  const file = join(root, NAME);
  if (update) {
    writeFileSync(file, text);
    passed();
    note(`wrote ${NAME}: ${Object.keys(types).length} types, ${text.length} bytes`);
  } else if (readFileSync(file, 'utf8') === text) passed();
  else failed(`${NAME} is not what the webhook links`, 'run with --update, and read the difference');
}

/** A type a line, so that a difference can be read. A message is its fields with their types, in their order; an enum is its names. */
function fileOf(types) {
  const lines = Object.keys(types)
    .sort()
    .map((name) => `${JSON.stringify(name)}:${JSON.stringify(isEnum(types[name]) ? types[name] : Object.fromEntries(types[name]))}`);
  return `{\n${lines.join(',\n')}\n}\n`;
}

function isEnum(type) {
  return typeof type[0] === 'string';
}
