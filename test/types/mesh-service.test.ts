import { compile } from './compile';

const HEAD = `
import { ApiObject, App, Chart } from 'cdk8s';
import * as kplus from 'cdk8s-plus-28';
import { networking } from '../../src/index';
import { CanaryRelease, type IdentifiedMeshService, MeshService } from '../../src/index';
declare const chart: Chart;
declare const service: kplus.Service;
declare const object: ApiObject;
declare const entry: networking.ServiceEntry;
declare const account: kplus.ServiceAccount;
const description = { name: 'reviews', namespace: 'shop', ports: [{ name: 'http', port: 80 }] } as const;
const versions = { v1: { version: 'v1' }, v2: { version: 'v2' } };
const reviews = MeshService.of(description, { versions });
`;

const WRONG_VERSION = `Type '"v3"' is not assignable to type '"v1" | "v2"'.`;
const canary = (source: string): string => `new CanaryRelease(chart, 'c', {
  service: ${source},
  stable: 'v1',
  canary: 'v3',
  percent: 1,
});`;
const wrongCanary = [{ line: "canary: 'v3',", message: WRONG_VERSION }];

const CASES: Readonly<Record<string, readonly [string, readonly { line: string; message: unknown }[]]>> = {
  'a right release compiles': [`new CanaryRelease(chart, 'c', { service: reviews, stable: 'v1', canary: 'v2', percent: 1 });`, []],
  'a wrong canary, versions from a const': [canary('reviews'), wrongCanary],
  'a wrong canary, versions inline': [canary(`MeshService.of(description, { versions: { v1: { version: 'v1' }, v2: { version: 'v2' } } })`), wrongCanary],
  'a wrong canary, of a cdk8s-plus Service': [canary('MeshService.of(service, { versions })'), wrongCanary],
  'a wrong canary, of an ApiObject': [canary('MeshService.of(object, { versions })'), wrongCanary],
  'a wrong canary, of a ServiceEntry': [canary('MeshService.of(entry, { versions })'), wrongCanary],
  'a wrong canary, of a service with an identity': [canary(`MeshService.of(service, { versions, serviceAccount: account })`), wrongCanary],
  'a wrong stable': [
    `new CanaryRelease(chart, 'c', { service: reviews, canary: 'v1', percent: 1,
      stable: 'v3' });`,
    [{ line: "stable: 'v3' });", message: WRONG_VERSION }],
  ],
  'a wrong subset': [`reviews.subset('v3');`, [{ line: "reviews.subset('v3');", message: `Argument of type '"v3"' is not assignable to parameter of type '"v1" | "v2"'.` }]],
  'no subset without versions': [
    `MeshService.of(description).subset('v1');`,
    [{ line: "MeshService.of(description).subset('v1');", message: `Argument of type '"v1"' is not assignable to parameter of type 'never'.` }],
  ],
  'no release without versions': [
    canary('MeshService.of(description)'),
    ["stable: 'v1',", "canary: 'v3',"].map((line) => ({ line, message: expect.stringMatching(/^Type '(string|"v[13]")' is not assignable to type 'undefined'\.$/) })),
  ],
  'a parameter that asks for versions': [
    `function release(asked: MeshService<'v1' | 'v2'>) { new CanaryRelease(chart, 'c', { service: asked, stable: 'v1', canary: 'v2', percent: 1 }); }
     release(reviews);
     release(MeshService.of(description, { versions: { ...versions, v3: { version: 'v3' } } }));
     release(MeshService.of({ ...description, serviceAccount: 'reviews' }, { versions }));`,
    [],
  ],
  'a parameter that asks for more than there is': [
    `function release(asked: MeshService<'v1' | 'v2'>) { return asked; }
     release(MeshService.of(description, { versions: { v1: { version: 'v1' } } }));`,
    [{ line: "release(MeshService.of(description, { versions: { v1: { version: 'v1' } } }));", message: expect.stringContaining(`not assignable to`) }],
  ],
  'a parameter that takes any service': [`function host(any: MeshService) { return any.hostIn(chart); } host(reviews);`, []],
  'a parameter that asks for an identity': [
    `function who(asked: IdentifiedMeshService) { return asked.identity; }
     who(MeshService.of({ ...description, serviceAccount: 'reviews' }, { versions }));
     who(reviews);`,
    [{ line: 'who(reviews);', message: expect.stringContaining(`Property 'identity' is missing`) }],
  ],
  'an identity where an account was given': [
    `MeshService.of({ ...description, serviceAccount: 'reviews' }).identity;
     MeshService.of({ ...description, serviceAccount: account }, { versions }).identity;
     MeshService.of(service, { versions, serviceAccount: 'reviews' }).identity;`,
    [],
  ],
  'no identity without an account': [`reviews.identity;`, [{ line: 'reviews.identity;', message: `Property 'identity' does not exist on type 'MeshService<"v1" | "v2">'.` }]],
  'no identity where the account may be missing': [
    `declare const perhaps: { name: string; namespace: string; ports: []; serviceAccount?: string };
     MeshService.of(perhaps).identity;`,
    [{ line: 'MeshService.of(perhaps).identity;', message: `Property 'identity' does not exist on type 'MeshService<never>'.` }],
  ],
  'sources of every form': [
    `MeshService.of(service); MeshService.of(object); MeshService.of(entry);
     MeshService.of({ apiVersion: 'v1', kind: 'Service', metadata: { name: 'reviews', namespace: 'shop' }, spec: { ports: [{ port: 80 }] } });
     MeshService.of({ name: 'a', namespace: 'b', ports: [{ port: 80, targetPort: 'web', appProtocol: 'http2', protocol: 'TCP' }], selector: { app: 'a' } });`,
    [],
  ],
  'a field of a description that does not exist': [
    `MeshService.of({
       name: 'a', namespace: 'b', ports: [],
       selectr: { app: 'a' },
     });`,
    [{ line: "selectr: { app: 'a' },", message: expect.stringContaining(`'selectr' does not exist`) }],
  ],
  'a construct that is no service': [`MeshService.of(chart);`, [{ line: 'MeshService.of(chart);', message: expect.stringContaining('No overload matches') }]],
};

const errors = compile(Object.fromEntries(Object.entries(CASES).map(([name, [text]]) => [name, HEAD + text])));

test.each(Object.entries(CASES))('%s', (name, [, expected]) => {
  expect(errors[name]).toEqual(expected);
});
