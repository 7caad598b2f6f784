import type { Message, MessageField } from './messages';

const STRUCT = /^type (\w+) struct \{\n([\s\S]*?)^\}/gm;
const FIELD = /^\t(?:(\w+)\s+)?([*[\]\w.]+)\s+`json:"([^"]*)"`/gm;
const PACKAGE = 'gateway.v1';
const REFERENCE = 'https://gateway-api.sigs.k8s.io/reference/api-spec/main/spec/#';

/** The types of Kubernetes itself that the Gateway API uses and that hold further ones. */
const KUBERNETES: readonly Message[] = [
  {
    fullName: 'metav1.LabelSelector',
    localName: 'LabelSelector',
    page: 'https://kubernetes.io/docs/reference/kubernetes-api/common-definitions/label-selector/',
    fields: new Map([
      ['matchLabels', { type: 'string' }],
      ['matchExpressions', { type: 'metav1.LabelSelectorRequirement' }],
    ]),
  },
];

/**
 * Reads the structs of the Gateway API's Go sources, which its CRDs were made from: names, JSON names and types.
 * Embedded structs are resolved.
 */
export function parseGoTypes(texts: readonly string[]): readonly Message[] {
  const structs = new Map<string, readonly RegExpMatchArray[]>();
  for (const text of texts) {
    const code = text.replace(/^\s*\/\/.*$/gm, '');
    for (const [, name = '', body = ''] of code.matchAll(STRUCT)) structs.set(name, [...body.matchAll(FIELD)]);
  }
  const fieldsOf = (name: string): readonly (readonly [string, MessageField])[] =>
    (structs.get(name) ?? []).flatMap(([, field, type = '', json = '']): readonly (readonly [string, MessageField])[] => {
      const plain = type.replace(/^\*|^\[\]\*?|^map\[[\w.]+\]\*?/, '');
      const jsonName = json.split(',', 1)[0] ?? '';
      return field === undefined || jsonName === '' ? fieldsOf(plain) : [[jsonName, { type: plain }]];
    });
  return [
    ...KUBERNETES,
    ...[...structs.keys()].map((name) => ({
      fullName: `${PACKAGE}.${name}`,
      localName: name,
      page: REFERENCE + name.toLowerCase(),
      fields: new Map(fieldsOf(name)),
    })),
  ];
}
