import { formatObject } from '../../../model/finding';
import { defineRule } from '../../rule';

const telemetry = (logging: string): string => `
apiVersion: telemetry.istio.io/v1
kind: Telemetry
metadata: { name: logs, namespace: shop }
spec:
  accessLogging:
    - ${logging}
`;

export const accessLogWithoutProvider = defineRule({
  id: 'access-log-without-provider',
  upstream: ['IST0157'],
  severity: 'warning',
  summary: 'A Telemetry asks for access logs and says nowhere who writes them',
  why: 'Without a provider, here or as a default of the MeshConfig, no access log is written.',
  fix: 'Name a provider, such as envoy, or set defaultProviders.accessLogging in the MeshConfig.',
  notes: 'The default of the mesh is known only where the check is given a MeshConfig (`--mesh-config`).',
  reads: ['telemetry.istio.io/Telemetry'],
  bad: telemetry('filter: { expression: response.code >= 500 }'),
  good: telemetry('providers: [{ name: envoy }]'),
  check(context) {
    if ((context.settings.accessLogProviders ?? []).length > 0) return;
    for (const each of context.all('telemetry.istio.io/Telemetry')) {
      for (const [index, { disabled, providers }] of (each.object.spec?.accessLogging ?? []).entries()) {
        if (disabled === true || (providers ?? []).length > 0) continue;
        context.report(each, ['spec', 'accessLogging', index], `${formatObject(each.ref)} configures access logs, and names no provider for them.`);
      }
    }
  },
});
