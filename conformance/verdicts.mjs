// Questions to the judge that more than one suite asks.

/** "VirtualService shop/reviews": an object as reports name it. */
export function nameOf(object) {
  const { name = '?', namespace } = object.metadata ?? {};
  return `${object.kind} ${namespace === undefined ? '' : `${namespace}/`}${name}`;
}

/** The webhook says this of each EnvoyFilter, whatever is in it. */
const OF_EVERY_ENVOY_FILTER = /^EnvoyFilter exposes internal implementation details/;

/** What API server and webhook have against an object: [] when they take it without a word. */
export async function complaints(judge, object) {
  const [api, webhook] = await Promise.all([judge.ask({ op: 'api', object }), judge.ask({ op: 'webhook', object })]);
  return [
    ...(api.valid === false ? [`API server: ${api.error}`] : []),
    ...(webhook.allowed === false ? [`webhook: ${webhook.error}`] : []),
    ...(webhook.warnings ?? []).filter((warning) => !OF_EVERY_ENVOY_FILTER.test(warning)).map((warning) => `webhook warns: ${warning}`),
  ];
}

/** The settings of a check as MeshConfig says them. */
export function meshConfigOf({ rootNamespace, trustDomain, autoMtls, accessLogProviders, lightstepProviders, dnsAllocatesAddresses }) {
  return {
    rootNamespace,
    trustDomain,
    enableAutoMtls: autoMtls,
    ...(accessLogProviders === undefined ? {} : { defaultProviders: { accessLogging: accessLogProviders } }),
    ...(lightstepProviders === undefined ? {} : { extensionProviders: lightstepProviders.map((name) => ({ name, lightstep: { service: 'lightstep', port: 80, accessToken: 'a' } })) }),
    ...(dnsAllocatesAddresses === true ? { defaultConfig: { proxyMetadata: { ISTIO_META_DNS_CAPTURE: 'true', ISTIO_META_DNS_AUTO_ALLOCATE: 'true' } } } : {}),
  };
}
