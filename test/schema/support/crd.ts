import { CrdKind } from '../../../src/schema/crd-kind';
import { formatPath } from '../../../src/model/path';
import { Work } from '../../../src/schema/work';

/** A CRD of the kind Foo of example.com/v1 with this schema of its spec. */
export function fooCrd(spec: unknown, more: Readonly<Record<string, unknown>> = {}): Record<string, unknown> {
  const openAPIV3Schema = { type: 'object', properties: { spec } };
  return {
    apiVersion: 'apiextensions.k8s.io/v1',
    kind: 'CustomResourceDefinition',
    metadata: { name: 'foos.example.com' },
    spec: {
      group: 'example.com',
      scope: 'Namespaced',
      names: { kind: 'Foo', plural: 'foos' },
      versions: [{ name: 'v1', served: true, storage: true, schema: { openAPIV3Schema } }],
      ...more,
    },
  };
}

export function foo(spec: unknown, more: Readonly<Record<string, unknown>> = {}): Record<string, unknown> {
  return { apiVersion: 'example.com/v1', kind: 'Foo', metadata: { name: 'a' }, spec, ...more };
}

/** What a CRD says of objects as short lines, and below what of it could not be applied. */
export function said(crd: Record<string, unknown>, ...objects: readonly Record<string, unknown>[]): { verdicts: readonly (readonly string[] | undefined)[]; problems: readonly string[] } {
  const kind = new CrdKind(crd, new Work());
  const verdicts = objects.map((object) => kind.verdict(object)?.violations.map(({ code, path, message }) => `${code} ${formatPath(path)}: ${message}`));
  return { verdicts, problems: kind.problems.map(({ path, problem }) => `${formatPath(path)}: ${problem}`) };
}
