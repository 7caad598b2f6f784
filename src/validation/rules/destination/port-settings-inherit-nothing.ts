import { formatObject } from '../../../model/finding';
import type { CommonTrafficPolicy, TrafficPolicy } from '../../../model/kinds/networking';
import type { Path } from '../../../model/path';
import { listed } from '../../../model/text';
import { COMMON_FIELDS, commonFields } from '../../../model/traffic-policies';
import type { RuleContext } from '../../context';
import { defineRule } from '../../rule';

const api = (port: string): string => `
apiVersion: networking.istio.io/v1
kind: DestinationRule
metadata: { name: payments, namespace: shop }
spec:
  host: payments.example.com
  trafficPolicy:
    tls: { mode: SIMPLE, sni: payments.example.com, subjectAltNames: [payments.example.com], caCertificates: system }
    portLevelSettings:
      - port: { number: 443 }
        connectionPool: { tcp: { maxConnections: 100 } }${port}
---
apiVersion: networking.istio.io/v1
kind: ServiceEntry
metadata: { name: payments, namespace: shop }
spec:
  hosts: [payments.example.com]
  ports: [{ number: 443, name: http, protocol: HTTP }]
  resolution: DNS
`;

export const portSettingsInheritNothing = defineRule({
  id: 'port-settings-inherit-nothing',
  upstream: [],
  severity: 'info',
  summary: 'Settings for one port of a DestinationRule leave out what the rule says for the whole host',
  why: 'Settings of a port take the place of those of the host, they do not add to them: what they leave out has its default there.',
  fix: 'Repeat in the settings of the port what is to hold there too.',
  notes:
    'It is a warning where TLS is lost that the caller begins itself (SIMPLE, MUTUAL): requests to the port go out as plain text. ISTIO_MUTUAL that is lost is left alone where auto mTLS ' +
    'takes its place, and so is a `loadBalancer` that is only `simple`. Of a subset, settings of a port replace those of the subset and those of the host.',
  reads: ['networking.istio.io/DestinationRule'],
  bad: api(''),
  good: api('\n        tls: { mode: SIMPLE, sni: payments.example.com, subjectAltNames: [payments.example.com], caCertificates: system }'),
  check(context) {
    for (const rule of context.all('networking.istio.io/DestinationRule')) {
      const { trafficPolicy, subsets = [] } = rule.object.spec ?? {};
      const report = (path: Path, lost: CommonTrafficPolicy, port: number, subset?: string): void => {
        const names = COMMON_FIELDS.filter((field) => lost[field] !== undefined);
        if (names.length === 0) return;
        const plain = lost.tls !== undefined && startsTls(lost.tls.mode);
        context.report(
          rule,
          path,
          `${formatObject(rule.ref)} has settings for port ${port}${subset === undefined ? '' : ` of subset "${subset}"`} without ${listed(names)}, so that the ${listed(names)} of the ${subset === undefined ? 'whole host' : 'subset and the host'} ${names.length === 1 ? 'does' : 'do'} not hold there.`,
          plain ? { severity: 'warning', why: 'Settings of a port take the place of those of the host: without tls in them, requests to this port are sent as plain text.' } : {},
        );
      };
      for (const { path, port, own } of portsOf(trafficPolicy, ['spec', 'trafficPolicy'])) {
        report(path, lostBy(own, trafficPolicy ?? {}, context), port);
      }
      for (const [index, { name, trafficPolicy: policy }] of subsets.entries()) {
        if (policy?.portLevelSettings === undefined) continue;
        const ofHost = new Map(portsOf(trafficPolicy, []).map((each) => [each.port, each.own]));
        for (const { path, port, own } of portsOf(policy, ['spec', 'subsets', index, 'trafficPolicy'])) {
          report(path, lostBy(own, { ...commonFields(ofHost.get(port) ?? trafficPolicy), ...commonFields(policy) }, context), port, name);
        }
      }
    }
  },
});

interface PortSettings {
  readonly path: Path;
  readonly port: number;
  readonly own: CommonTrafficPolicy;
}

/** The settings of each port; of several for one port the first counts. */
function portsOf(policy: TrafficPolicy | undefined, at: Path): readonly PortSettings[] {
  const seen = new Set<number>();
  return (policy?.portLevelSettings ?? []).flatMap((own, index) => {
    const port = own.port?.number;
    if (port === undefined || seen.has(port)) return [];
    seen.add(port);
    return [{ path: [...at, 'portLevelSettings', index], port, own }];
  });
}

/** What would hold for a port if its settings were added to those of the host, and does not. */
function lostBy(own: CommonTrafficPolicy, wide: CommonTrafficPolicy, { settings }: RuleContext): CommonTrafficPolicy {
  return Object.fromEntries(
    COMMON_FIELDS.filter((field) => {
      if (own[field] !== undefined || wide[field] === undefined) return false;
      if (field === 'tls') return !(settings.autoMtls && wide.tls?.mode === 'ISTIO_MUTUAL');
      // One way to take turns is as good as another.
      return field !== 'loadBalancer' || Object.keys(wide.loadBalancer ?? {}).some((name) => name !== 'simple');
    }).map((field) => [field, wide[field]]),
  );
}

function startsTls(mode: string | undefined): boolean {
  return mode === 'SIMPLE' || mode === 'MUTUAL';
}
