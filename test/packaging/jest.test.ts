import { packTarball, Project } from './project';

const JEST = { 29: { jest: 'jest-29', types: 'types-jest-29', from: 'jest-29/node_modules' }, 30: { jest: 'jest', types: '@types/jest', from: '' } } as const;
const OBJECT = `{ apiVersion: 'networking.istio.io/v1', kind: 'VirtualService', metadata: { name: 'a', namespace: 'shop' }, spec: { hosts: ['a.example.com'], http: [{ route: [{ destination: { host: 'a', subset: 'v9' } }] }] } }`;
const BODY = `
test('findings', () => {
  const app = new App();
  new ApiObject(new Chart(app, 'shop'), 'a', ${OBJECT});
  expect(app).toHaveFinding('subset-not-found', { name: 'a' });
  expect([${OBJECT}]).not.toHaveNoFindings();
  expect(new App()).toHaveNoFindings();
});
`;
const GLOBALS = `import { ApiObject, App, Chart } from 'cdk8s';\nimport 'cdk8s-istio/jest';\n${BODY}`;
const IMPORTED = `import { expect, test } from '@jest/globals';\nimport { ApiObject, App, Chart } from 'cdk8s';\nimport { matchers } from 'cdk8s-istio/jest';\nexpect.extend(matchers);\n${BODY}`;
const WRONG = `export {};\nexpect(1).toHaveNoFindings({ atLeast: 'fatal' });\nexpect(1).toHaveFinding();\n`;

const tarball = packTarball();
const projects: Project[] = [];
afterAll(() => {
  for (const project of projects) project.remove();
  tarball.remove();
});

describe.each([29, 30] as const)('jest %i', (version) => {
  const { jest: runner, types, from } = JEST[version];
  const make = (type: 'commonjs' | 'module', compilerOptions: object): Project => {
    const project = new Project({ tarball: tarball.file, type, tsconfig: { compilerOptions: { strict: true, skipLibCheck: false, noEmit: true, types: ['node', 'jest'], lib: ['es2022'], ...compilerOptions }, include: ['*.ts'] } });
    projects.push(project);
    project.link('@types/node', '@types/node'); // that of a cdk8s project is older than what the types of jest 30 need
    project.link('jest', runner);
    project.link('@types/jest', types);
    for (const name of ['expect', '@jest/globals']) project.link(name, `${from === '' ? '' : `${from}/`}${name}`);
    project.write('jest.config.json', JSON.stringify({ testMatch: ['**/*.test.{js,mjs}'], transform: {}, moduleFileExtensions: ['js', 'mjs', 'json'] }));
    return project;
  };
  const commonJs = make('commonjs', { module: 'commonjs', moduleResolution: 'node10', target: 'es2022' });
  const esm = make('module', { module: 'nodenext', target: 'es2022' });

  test('CommonJS: the matchers are there after one require', () => {
    commonJs.write('globals.test.js', `const { ApiObject, App, Chart } = require('cdk8s');\nrequire('cdk8s-istio/jest');\n${BODY}`);
    expect(commonJs.node('node_modules/jest/bin/jest.js', '-c', 'jest.config.json')).toMatchObject({ status: 0, output: expect.stringContaining('1 passed') });
  }, 120_000);

  test('CommonJS: as a setup file', () => {
    commonJs.write('setup.json', JSON.stringify({ testMatch: ['**/*.setup.js'], setupFilesAfterEnv: ['cdk8s-istio/jest'] }));
    commonJs.write('a.setup.js', `const { ApiObject, App, Chart } = require('cdk8s');\n${BODY}`);
    expect(commonJs.node('node_modules/jest/bin/jest.js', '-c', 'setup.json')).toMatchObject({ status: 0, output: expect.stringContaining('1 passed') });
  }, 120_000);

  test('ES modules: with globals, and with @jest/globals', () => {
    esm.write('globals.test.mjs', GLOBALS);
    esm.write('imported.test.mjs', IMPORTED);
    expect(esm.node('--experimental-vm-modules', 'node_modules/jest/bin/jest.js', '-c', 'jest.config.json')).toMatchObject({ status: 0, output: expect.stringContaining('2 passed, 2 total') });
  }, 120_000);

  test.each([['node10', commonJs], ['nodenext', esm]])('the types are there under %s, and refuse what is wrong', (_, project) => {
    project.write('globals.ts', GLOBALS);
    project.write('imported.ts', IMPORTED);
    project.write('wrong.ts', WRONG);
    const { output } = project.typeCheck('typescript', '--pretty', 'false');
    expect(output.trim().split('\n')).toEqual([expect.stringMatching(/^wrong\.ts\(2,\d+\): error TS2322: .*"fatal"/), expect.stringMatching(/^wrong\.ts\(3,\d+\): error TS2554: Expected 1-3 arguments/)]);
  }, 120_000);
});
