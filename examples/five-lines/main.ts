/** The example of the README: one in five requests for the reviews goes to their new version. */
import { App, Chart } from 'cdk8s';
import { CanaryRelease, MeshService } from 'cdk8s-istio';

const app = new App();
const shop = new Chart(app, 'shop', { namespace: 'shop' });
const reviews = MeshService.of({ name: 'reviews', namespace: 'shop', ports: [{ name: 'http', port: 80 }] }, { versions: { v1: { version: 'v1' }, v2: { version: 'v2' } } });
new CanaryRelease(shop, 'canary', { service: reviews, stable: 'v1', canary: 'v2', percent: 20 });
app.synth();
