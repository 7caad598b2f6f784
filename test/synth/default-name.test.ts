import * as fs from 'node:fs';
import * as path from 'node:path';
import { defaultName } from '../../src/synth/default-name';
import { temporaryFolder } from './support';

function project(content: string | undefined): string {
  const folder = path.join(temporaryFolder(), 'deploy', 'eu');
  fs.mkdirSync(folder, { recursive: true });
  if (content !== undefined) fs.writeFileSync(path.join(folder, '..', 'package.json'), content);
  return folder;
}

describe('the name of an app that was given none', () => {
  test.each([
    ['package and program', '{ "name": "shop" }', '/home/ann/shop/main.ts', 'shop/main'],
    ['the same for what was compiled of it', '{ "name": "shop" }', '/home/ann/shop/lib/main.js', 'shop/main'],
    ['another program of the package', '{ "name": "shop" }', '/home/ann/shop/platform.mts', 'shop/platform'],
    ['a scoped package', '{ "name": "@acme/shop" }', '/home/ann/shop/main.cjs', '@acme/shop/main'],
    ['a test runner is no program', '{ "name": "shop" }', '/home/ann/shop/node_modules/jest/bin/jest.js', 'shop'],
    ['no program, as in node -e', '{ "name": "shop" }', undefined, 'shop'],
    ['a program whose name a comment should not hold', '{ "name": "shop" }', '/home/ann/shop/ma)in.ts', 'shop'],
    ['a broken package.json', '{', '/home/ann/shop/main.ts', 'app/main'],
    ['a package.json whose name a comment should not hold', '{ "name": "shop)\\n" }', '/home/ann/shop/main.ts', 'app/main'],
  ])('%s', (_title, content, program, name) => {
    expect(defaultName(project(content), program)).toBe(name);
  });
});
