import { isFields, type Fields } from '../model/values';

/** What a List holds (`kind: List`, and every `...List` with `items`), each with its type; undefined for any other object. */
export function listItems({ apiVersion, kind, items }: Fields): readonly unknown[] | undefined {
  if (typeof apiVersion !== 'string' || typeof kind !== 'string' || !kind.endsWith('List') || !Array.isArray(items)) return undefined;
  return items.map((item: unknown) => typedItem(item, apiVersion, kind));
}

/** An item of a typed list (`VirtualServiceList`) that leaves out its type has that of the list. */
function typedItem(item: unknown, apiVersion: string, listKind: string): unknown {
  if (!isFields(item) || listKind === 'List' || Object.hasOwn(item, 'kind') || Object.hasOwn(item, 'apiVersion')) return item;
  return { apiVersion, kind: listKind.slice(0, -'List'.length), ...item };
}
