import * as path from 'node:path';
import { importCrds } from '../../src/generator/import-crds';
import { crdText, version } from './support/crd';
import { outline } from './support/outline';

jest.mock('prettier', () => jest.requireActual('./support/prettier'));

async function generate(...texts: readonly string[]): Promise<Readonly<Record<string, string>>> {
  const { files } = await importCrds(
    texts.map((text, at) => ({ name: `crd-${at}.yaml`, text })),
    { outdir: 'imports' },
  );
  return Object.fromEntries(files.map((file) => [file.path, file.text]));
}

const FILE = path.join('imports', 'example.com.ts');
const single = async (...texts: readonly string[]): Promise<string> => (await generate(...texts))[FILE] ?? '';
/** The types of a file: between its imports and its first construct. */
const types = (text: string): string => /'cdk8s-istio';\n\n([\s\S]*?)\n*\/\*\* Fields of/.exec(text)?.[1] ?? '';

test('a kind, whole', async () => {
  const text = await single(`
apiVersion: apiextensions.k8s.io/v1
kind: CustomResourceDefinition
metadata: { name: ovens.example.com }
spec:
  group: example.com
  scope: Cluster
  names: { kind: Oven, plural: ovens }
  versions:
    - name: v1
      served: true
      schema:
        openAPIV3Schema:
          description: |
            An oven.

            It bakes.
          type: object
          required: [spec]
          properties:
            apiVersion: { type: string }
            kind: { type: string }
            metadata: { type: object }
            spec:
              type: object
              description: What it should do.
              required: [heat]
              properties:
                heat: { type: integer, description: Degrees., minimum: 30, maximum: 300 }
                mode: { type: string, enum: [GRILL, FAN], default: FAN }
                trays: { type: array, items: { type: object, properties: { bread: { type: string } } } }
                labels: { type: object, additionalProperties: { type: string } }
                port: { x-kubernetes-int-or-string: true, anyOf: [{ type: integer }, { type: string }] }
                extra: { type: object, x-kubernetes-preserve-unknown-fields: true }
                wait: { type: string, x-kubernetes-validations: [{ rule: "duration(self) >= duration('1ms')", message: too short }] }
                matrix: { type: array, items: { type: array, items: { type: string, enum: [a, b] } } }
                'odd-name': { type: boolean }
            status: { type: object, properties: { hot: { type: boolean } } }
`);
  expect(text).toBe(`// Types of example.com, written by "cdk8s-istio import". Do not edit: import again instead.

import type { Construct } from 'constructs';
import { type DurationValue, type GroupVersionKind, type JsonValue, type Manifest, TypedApiObject, type TypedApiObjectProps } from 'cdk8s-istio';

/** What it should do. */
export interface OvenSpec {
  readonly extra?: {
    readonly [k: string]: JsonValue | undefined;
  };
  /**
   * Degrees.
   *
   * 30 to 300.
   */
  readonly heat: number;
  readonly labels?: {
    readonly [k: string]: string;
  };
  readonly matrix?: readonly ('a' | 'b')[][];
  /** @default "FAN" */
  readonly mode?: 'GRILL' | 'FAN';
  readonly 'odd-name'?: boolean;
  readonly port?: number | string;
  readonly trays?: readonly OvenSpecTrays[];
  readonly wait?: DurationValue;
}

export interface OvenSpecTrays {
  readonly bread?: string;
}

/** Fields of \`Oven\`. */
export interface OvenProps extends TypedApiObjectProps {
  readonly spec: OvenSpec;
}

/**
 * Cluster-scoped object: \`Oven\` of \`example.com/v1\`.
 *
 * An oven.
 *
 * It bakes.
 */
export class Oven extends TypedApiObject {
  static readonly GVK: GroupVersionKind = { apiVersion: 'example.com/v1', kind: 'Oven' };

  /** The manifest alone, without a construct. */
  static manifest(props: OvenProps): Manifest {
    return TypedApiObject.manifestOf(Oven.GVK, props);
  }

  constructor(scope: Construct, id: string, props: OvenProps) {
    super(scope, id, Oven.GVK, props, 'Cluster');
  }
}
`);
});

test('the same input gives the same bytes', async () => {
  const text = crdText({ spec: { type: 'object', properties: { b: { type: 'string' }, a: { type: 'object', properties: { c: {} } } } } });
  expect(await generate(text)).toEqual(await generate(text));
});

describe('versions', () => {
  const a = { type: 'object', properties: { x: { type: 'object', properties: { y: { type: 'string' } } }, z: { type: 'string' } } };
  const b = { type: 'object', properties: { x: { type: 'object', properties: { y: { type: 'string' } } } } };

  test('the best has the plain name; what is the same has one name', async () => {
    const text = await single(crdText({ versions: [version('v1beta1', b), version('v1', a), version('v1alpha1', a, false)] }));
    expect(outline(text).slice(2)).toEqual([
      'interface FooSpec { x: FooSpecX; z: string }',
      'interface FooSpecX { y: string }',
      'interface FooV1beta1Spec { x: FooSpecX }',
      'interface FooProps { spec: FooSpec }',
      "class Foo { GVK = { apiVersion: 'example.com/v1', kind: 'Foo' }; manifest; constructor }",
      'interface FooV1beta1Props { spec: FooV1beta1Spec }',
      "class FooV1beta1 { GVK = { apiVersion: 'example.com/v1beta1', kind: 'Foo' }; manifest; constructor }",
    ]);
  });
});

describe('names', () => {
  const part = { type: 'object', properties: { y: { type: 'object', properties: { z: { type: 'string' } } } } };
  const names = async (properties: unknown): Promise<readonly string[]> =>
    outline(await single(crdText({ spec: { type: 'object', properties } }))).flatMap(
      (line) => /^(?:interface|type) (\w+)/.exec(line)?.[1] ?? [],
    );

  test('a shape that repeats is written once and has all its names', async () => {
    const text = await single(crdText({ spec: { type: 'object', properties: { beta: part, b: part } } }));
    expect(types(text)).toContain('export type FooSpecBeta = FooSpecB;\nexport type FooSpecBetaY = FooSpecBY;');
  });

  test('a field added elsewhere changes no name', async () => {
    const before = await names({ b: part, c: part });
    const after = await names({ a: part, b: part, c: part, d: { type: 'object', properties: {} } });
    expect(after).toEqual(expect.arrayContaining([...before]));
  });

  test('two paths that would have one name', async () => {
    const found = await names({
      a: { type: 'object', properties: { b: part } },
      aB: { type: 'object', properties: { q: { type: 'string' } } },
      'a-b': part,
    });
    expect(new Set(found).size).toBe(found.length);
    expect(found).toEqual(expect.arrayContaining(['FooSpecA', 'FooSpecAB', 'Foo_Spec_AB', 'Foo_Spec_A_B']));
  });

  test('a type and a construct that would have one name', async () => {
    const text = await single(crdText({ spec: part }), crdText({ kind: 'FooSpec', plural: 'foospecs', spec: part }));
    const found = outline(text).map((line) => line.split(' ')[1]);
    expect(found).toEqual(expect.arrayContaining(['Foo', 'FooSpec', 'Foo_Spec', 'FooSpecSpec']));
    expect(new Set(found).size).toBe(found.length);
  });
});

describe('schemas without a spec', () => {
  const root = async (schema: unknown): Promise<string> =>
    single(crdText({ versions: [{ name: 'v1', served: true, schema: { openAPIV3Schema: schema } }] }));

  test('fields beside metadata', async () => {
    const text = await root({
      type: 'object',
      required: ['data'],
      properties: {
        data: { type: 'object', additionalProperties: { type: 'string' } },
        size: { type: 'integer', description: 'In */ metres.' },
      },
    });
    expect(outline(text).slice(2, -1)).toEqual([
      'type FooSize',
      'interface FooData { IndexSignature }',
      'interface FooProps { data: FooData; size: FooSize }',
    ]);
    expect(text).toContain('  /**\n   * In *\\/ metres.\n   */\n  readonly size?: FooSize;');
  });

  test('no fields at all', async () => {
    expect(outline(await root({ type: 'object' })).slice(2)[0]).toBe('interface FooProps {  }');
  });

  test('any fields', async () => {
    expect(await root({ type: 'object', 'x-kubernetes-preserve-unknown-fields': true })).toContain(
      '  readonly [field: string]: unknown;\n',
    );
  });
});

test('a list of CRDs, several groups, other objects between them', async () => {
  const list = JSON.stringify({
    apiVersion: 'v1',
    kind: 'List',
    items: [JSON.parse(crdText({})), JSON.parse(crdText({ group: 'other.io', kind: 'Bar' }))],
  });
  expect(Object.keys(await generate(`kind: Service\n---\n${list}\n---\n`))).toEqual([FILE, path.join('imports', 'other.io.ts')]);
});

test('the same CRD twice is one; two that differ are an error', async () => {
  expect(await single(crdText({}), crdText({}))).toBe(await single(crdText({})));
  await expect(single(crdText({}), crdText({ spec: { type: 'string' } }))).rejects.toThrow(
    'crd-1.yaml: Foo of example.com is defined differently in crd-0.yaml; import one of them',
  );
});

test('another package to stand on', async () => {
  const options = (packageName: string) => ({ outdir: 'imports', packageName });
  const { files } = await importCrds([{ name: 'a', text: crdText({}) }], options('@shop/istio'));
  expect(files[0]?.text).toContain("} from '@shop/istio';");
  await expect(importCrds([{ name: 'a', text: crdText({}) }], options("x'; process.exit(1); '"))).rejects.toThrow(
    'is not the name of an npm package',
  );
});
