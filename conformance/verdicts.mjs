// Questions to the judge that more than one suite asks.

/** "VirtualService shop/reviews": an object as reports name it. */
export function nameOf(object) {
  const { name = '?', namespace } = object.metadata ?? {};
  return `${object.kind} ${namespace === undefined ? '' : `${namespace}/`}${name}`;
}

/** What API server and webhook have against an object: [] when they take it without a word. */
export async function complaints(judge, object) {
  const [api, webhook] = await Promise.all([judge.ask({ op: 'api', object }), judge.ask({ op: 'webhook', object })]);
  return [
    ...(api.valid === false ? [`API server: ${api.error}`] : []),
    ...(webhook.allowed === false ? [`webhook: ${webhook.error}`] : []),
    ...(webhook.warnings ?? []).map((warning) => `webhook warns: ${warning}`),
  ];
}

/** The settings of a check as MeshConfig says them. */
export function meshConfigOf({ rootNamespace, trustDomain, autoMtls }) {
  return { rootNamespace, trustDomain, enableAutoMtls: autoMtls };
}
