// What real Envoys do under the real control plane with what our patterns write: traffic/cases/*.mjs, a case a mesh.
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { home } from './judge.mjs';
import { differences } from './traffic/expect.mjs';
import { openMesh } from './traffic/mesh.mjs';
import { written } from './traffic/program.mjs';

const CASE_KEYS = ['name', 'program', 'place', 'yaml', 'files', 'objects', 'namespace', 'meshConfig', 'sidecars', 'requests', 'waypoint', 'ztunnel'];
const REQUEST_KEYS = ['from', 'to', 'protocol', 'host', 'sni', 'method', 'path', 'headers', 'token', 'repeat', 'jar', 'expect'];

/** Meshes that run side by side, each in a process of its own. */
const SIDE_BY_SIDE = 2;

export async function run({ root, passed, failed, note }) {
  const folder = join(home, 'traffic', 'cases');
  const left = [];
  for (const file of readdirSync(folder).filter((name) => name.endsWith('.mjs')).sort()) {
    const { cases } = await import(pathToFileURL(join(folder, file)).href);
    left.push(...cases);
  }
  let requests = 0;
  await Promise.all(Array.from({ length: SIDE_BY_SIDE }, async () => {
    let mesh = await openMesh();
    try {
      for (let next = left.shift(); next !== undefined; next = left.shift()) {
        if (mesh.ended) mesh = await openMesh();
        requests += (next.requests ?? []).reduce((sum, { repeat = 1 }) => sum + repeat, 0);
        await runCase(mesh, next, { root, passed, failed });
      }
    } finally {
      await mesh.close();
    }
  }));
  note(`${requests} requests were sent`);
}

/** Runs one case; every line of its request table is one check. */
export async function runCase(mesh, wanted, { root, passed, failed }) {
  const { name, program, place, files = [], requests = [], waypoint, ztunnel, ...cluster } = wanted;
  const unknown = [
    ...Object.keys(wanted).filter((key) => !CASE_KEYS.includes(key)),
    ...requests.flatMap((line) => Object.keys(line).filter((key) => !REQUEST_KEYS.includes(key))),
  ];
  if (unknown.length > 0) return failed(name, `a case has no ${unknown.join(', ')}`);
  cluster.yaml = [cluster.yaml ?? '', ...files.map((file) => readFileSync(join(root, file), 'utf8'))].join('\n---\n');
  try {
    if (program !== undefined) cluster.objects = [...(cluster.objects ?? []), ...(await written(program, place))];
    if (requests.length > 0) {
      const table = requests.map(({ expect, ...line }) => ({
        ...line,
        log: expect?.logged !== undefined,
        await: Object.values(expect?.arrivals ?? {}).reduce((sum, count) => sum + count, 0),
      }));
      const { results, logs } = await mesh.ask({ op: 'traffic', ...cluster, requests: table });
      const wrong = requests.map(({ expect }, index) => differences(results[index], expect ?? {}));
      wrong.forEach((lines, index) => {
        if (lines.length === 0) passed();
        else failed(`${name}: ${describe(requests[index])}`, lines.join('\n'));
      });
      if (wrong.flat().length > 0) failed(`${name}: what the proxies logged`, JSON.stringify(logs, null, 1).replaceAll('\\n', '\n'));
    }
    for (const [op, check] of Object.entries({ waypoint, ztunnel })) {
      if (check === undefined) continue;
      const lines = check(await mesh.ask({ op, ...cluster }));
      if (lines.length === 0) passed();
      else failed(`${name}: ${op}`, lines.join('\n'));
    }
  } catch (error) {
    failed(name, error.message);
  }
}

function describe({ expect, from, to, method = 'GET', path = '/', protocol = 'http', repeat = 1, ...rest }) {
  const target = to.host ?? to.pod ?? to.gateway;
  const more = Object.keys(rest).length > 0 ? ` ${JSON.stringify(rest)}` : '';
  return `${repeat > 1 ? `${repeat} x ` : ''}${from} -> ${protocol}://${target}:${to.port} ${protocol === 'tcp' ? '' : `${method} ${path}`}${more}`;
}
