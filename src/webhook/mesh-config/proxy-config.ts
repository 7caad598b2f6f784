import type { ClientTLSSettings } from '../../../imports/networking';
import { validateClientTls } from '../checks/client-tls';
import { readDuration, validateDuration, validatePort } from '../checks/numbers';
import { validateHostAndPort } from './addresses';
import type { Document } from './document';

const SECOND = 1_000_000_000n;
const SMALLEST_WINDOW = 65_535;
const AUTO_ALLOCATE = 'ISTIO_META_DNS_AUTO_ALLOCATE';
const TLS_MODES: readonly NonNullable<ClientTLSSettings['mode']>[] = ['DISABLE', 'SIMPLE', 'MUTUAL', 'ISTIO_MUTUAL'];

/** `defaultConfig` of a mesh config, and the annotation proxy.istio.io/config. https://istio.io/latest/docs/reference/config/istio.mesh.v1alpha1/#ProxyConfig */
export function validateProxySettings(config: Document): void {
  for (const name of ['configPath', 'binaryPath', 'serviceCluster']) {
    const { text, at } = config.field(name);
    if (text === '') at.error('missing-setting', `${name} is empty.`, 'Leave it out, and the default is used.');
  }
  validateDrain(config.field('drainDuration'));
  const discovery = config.field('discoveryAddress');
  if (discovery.isSet) validateHostAndPort(discovery);
  validateTracing(config.field('tracing'));
  for (const address of [config.field('statsdUdpAddress'), config.field('envoyMetricsServiceAddress'), config.field('envoyMetricsService').field('address'), config.field('envoyAccessLogService').field('address')]) {
    if ((address.text ?? '') !== '') validateHostAndPort(address);
  }
  const allocates = config.field('proxyMetadata').pairs.find(([name]) => name === AUTO_ALLOCATE)?.[1];
  allocates?.at.warn('deprecated-field', `${AUTO_ALLOCATE} is deprecated.`, 'Remove it: istiod gives addresses by itself, except to ServiceEntries with the label networking.istio.io/enable-autoallocate-ip: "false".');
  for (const port of [config.field('proxyAdminPort'), config.field('statusPort')]) if (port.isSet) validatePort(port.number, port.at);
  const keys = config.field('privateKeyProvider');
  if (keys.isSet) validateKeyProvider(keys);
  validateConnections(config.field('connectionSettings'));
}

function validateDrain({ text, at }: Document): void {
  if (text === undefined) return;
  const before = readDuration(text, at);
  validateDuration(before === undefined ? undefined : text, at);
  if (before !== undefined && before >= SECOND / 1000n && before % (SECOND / 1000n) === 0n && before % SECOND !== 0n) {
    at.error('invalid-duration', `The duration ${text} is not a whole number of seconds.`, 'Round it to seconds.');
  }
}

function validateTracing(tracing: Document): void {
  const lightstep = tracing.field('lightstep');
  if (lightstep.isSet) {
    validateHostAndPort(lightstep.field('address'));
    const token = lightstep.field('accessToken');
    if ((token.text ?? '') === '') token.at.error('missing-setting', 'Lightstep is not given the token of the project.', 'Give accessToken.');
  }
  for (const tracer of [tracing.field('zipkin'), tracing.field('datadog')]) if (tracer.isSet) validateHostAndPort(tracer.field('address'), { mayBeNode: true });
  const tls = tracing.field('tlsSettings');
  if (!tls.isSet) return;
  const text = (name: string): string => tls.field(name).text ?? '';
  validateClientTls(
    {
      mode: TLS_MODES.find((mode) => mode === text('mode')) ?? 'DISABLE',
      credentialName: text('credentialName'),
      subjectAltNames: tls.field('subjectAltNames').texts,
      insecureSkipVerify: tls.field('insecureSkipVerify').isTrue,
      caCertificates: text('caCertificates'),
      clientCertificate: text('clientCertificate'),
      privateKey: text('privateKey'),
      caCrl: text('caCrl'),
    },
    // The mesh config has no namespace that ConfigMaps could lie in.
    '',
    tls.at,
  );
}

function validateKeyProvider(provider: Document): void {
  const [one] = [provider.field('cryptomb'), provider.field('qat')].filter(({ isSet }) => isSet);
  if (one === undefined) {
    provider.at.error('missing-setting', 'It is not said what holds the private key.', 'Give cryptomb or qat, with a pollDelay.');
    return;
  }
  const { text, at } = one.field('pollDelay');
  if (text === undefined || readDuration(text, at) === 0n) at.error('missing-setting', 'It is not said how long requests are gathered before they are worked on.', 'Give a pollDelay, such as "0.02s".');
}

function validateConnections(settings: Document): void {
  const least = (bound: number, names: readonly string[]): void => {
    for (const name of names) {
      const { number, at } = settings.field(name);
      if (number !== undefined && number < bound) at.error('invalid-value', `${number} is too little.`, `Use ${bound} or more, or leave it out.`);
    }
  };
  least(0, ['listenerPerConnectionBufferLimitBytes', 'clusterPerConnectionBufferLimitBytes']);
  least(1, ['httpMaxConcurrentStreams', 'listenerConnectionLimit', 'globalDownstreamConnectionLimit']);
  least(SMALLEST_WINDOW, ['http2InitialStreamWindowSize', 'http2InitialConnectionWindowSize']);
  for (const name of ['httpIdleTimeout', 'httpMaxConnectionDuration', 'httpDrainTimeout', 'httpRequestTimeout', 'httpRequestHeadersTimeout', 'httpStreamIdleTimeout', 'httpMaxStreamDuration']) {
    const { text, at } = settings.field(name);
    const nanos = readDuration(text, at);
    if (nanos !== undefined && nanos < 0n) at.error('invalid-duration', `The duration ${text ?? ''} is negative.`, 'Use "0s" or more, or leave it out.');
  }
}
