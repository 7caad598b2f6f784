// One app of `charts` charts with four objects each; prints the milliseconds of building the tree and of synth.
//   node app.cjs <plain|istio> <charts> <outdir> <path of the library> <path of mesh objects (JSON)>
const { App, ApiObject, Chart } = require('cdk8s');
const { performance } = require('node:perf_hooks');
const { readFileSync } = require('node:fs');

const [kind, charts, outdir, library, meshFile] = process.argv.slice(2);
const istio = kind === 'istio' ? require(library) : undefined;
const objects = JSON.parse(readFileSync(meshFile, 'utf8'));

const start = performance.now();
const app = istio ? new istio.IstioApp({ outdir }) : new App({ outdir });
for (let index = 0; index < Number(charts); index += 1) {
  const chart = new Chart(app, `chart-${index}`);
  const [service, deployment, virtualService, destinationRule] = objects[index];
  new ApiObject(chart, 'service', service);
  new ApiObject(chart, 'deployment', deployment);
  if (istio) {
    new istio.networking.VirtualService(chart, 'routes', virtualService);
    new istio.networking.DestinationRule(chart, 'rule', destinationRule);
  } else {
    new ApiObject(chart, 'routes', virtualService);
    new ApiObject(chart, 'rule', destinationRule);
  }
}
const built = performance.now();
app.synth();
const end = performance.now();
console.error(`${kind} ${charts}: tree ${(built - start).toFixed(0)} ms, synth ${(end - built).toFixed(0)} ms`);
console.log(end - start);
