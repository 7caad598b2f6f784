// API verdicts a second on one core: src/schema against the API server's Go code, on the same valid objects.
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { performance } from 'node:perf_hooks';
import { openJudge } from '../conformance/judge.mjs';
import { median } from './measure.mjs';
import { serviceObjects } from './mesh.mjs';
import { compareRate } from './table.mjs';

const require = createRequire(import.meta.url);

export async function verdictRows({ root, quick }) {
  const objects = istioObjects(quick ? 10 : 1000);
  const rounds = quick ? 1 : 7;
  const { apiVerdict } = require(join(root, 'lib', 'src', 'schema', 'verdict.js'));
  const judge = await openJudge();
  try {
    // The first round on each side warms caches and compilers; it does not count.
    const theirs = await judge.ask({ op: 'api-bench', objects, rounds: rounds + 1 });
    if (theirs.valid !== objects.length) throw new Error(`the API server takes only ${theirs.valid} of ${objects.length} objects`);
    const ours = Array.from({ length: rounds + 1 }, () => round(apiVerdict, objects));
    const rate = (seconds) => objects.length / median(seconds.slice(1));
    return [compareRate({ what: `API verdicts, ${objects.length} objects`, ours: rate(ours), theirs: rate(theirs.seconds), unit: '/s' })];
  } finally {
    await judge.close();
  }
}

function round(apiVerdict, objects) {
  const start = performance.now();
  for (const object of objects) {
    const { violations } = apiVerdict(object);
    if (violations.length > 0) throw new Error(`${object.kind} ${object.metadata.name}: ${violations[0].message}`);
  }
  return (performance.now() - start) / 1000;
}

/** What a mesh holds most of, with the schemas' CEL rules in play. */
function istioObjects(services) {
  return Array.from({ length: services }, (_, index) => {
    const [, , virtualService, destinationRule] = serviceObjects(index);
    const { name, namespace } = virtualService.metadata;
    const meta = { name, namespace };
    return [
      virtualService,
      destinationRule,
      {
        apiVersion: 'security.istio.io/v1', kind: 'AuthorizationPolicy', metadata: meta,
        spec: {
          selector: { matchLabels: { app: name } },
          rules: [{ from: [{ source: { principals: [`cluster.local/ns/${namespace}/sa/client`] } }], to: [{ operation: { methods: ['GET'], paths: ['/api/*'] } }] }],
        },
      },
      {
        apiVersion: 'networking.istio.io/v1', kind: 'ServiceEntry', metadata: meta,
        spec: { hosts: [`api-${index}.example.com`], ports: [{ number: 443, name: 'https', protocol: 'HTTPS' }], resolution: 'DNS', location: 'MESH_EXTERNAL' },
      },
      {
        apiVersion: 'gateway.networking.k8s.io/v1', kind: 'HTTPRoute', metadata: meta,
        spec: {
          parentRefs: [{ group: '', kind: 'Service', name, port: 8080 }],
          rules: [{ matches: [{ path: { type: 'PathPrefix', value: '/v2' } }], backendRefs: [{ name, port: 8080, weight: 90 }, { name: `${name}-next`, port: 8080, weight: 10 }] }],
        },
      },
    ];
  }).flat();
}
