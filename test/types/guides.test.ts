import { readFileSync } from 'node:fs';
import * as path from 'node:path';
import { compile } from './compile';

/** What the snippets of a guide take as given. */
const GIVEN: Readonly<Record<string, string>> = {
  'mesh-service.md': `
    import { type Chart, JsonPatch } from 'cdk8s';
    import type { Service, ServiceAccount } from 'cdk8s-plus-28';
    import { CanaryRelease, networking, security } from 'cdk8s-istio';
    declare const chart: Chart;
    declare const productpageService: Service;
    declare const productpageAccount: ServiceAccount;
  `,
  'canary-release.md': `
    import type { Chart } from 'cdk8s';
    import { CanaryRelease, HttpMatch, type MeshService } from 'cdk8s-istio';
    declare const chart: Chart;
    declare const reviews: MeshService<'v1' | 'v2'>;
  `,
};

function snippets(guide: string): string {
  const text = readFileSync(path.join(__dirname, '..', '..', 'docs', guide), 'utf8');
  return [...text.matchAll(/```ts\n([^]*?)```/g)].map(([, code = '']) => code).join('\n');
}

const errors = compile(
  Object.fromEntries(Object.entries(GIVEN).map(([guide, given]) => [guide, `${given}${snippets(guide)}`.replaceAll("'cdk8s-istio'", "'../../src/index'")])),
);

test.each(Object.keys(GIVEN))('the snippets of docs/%s compile', (guide) => {
  expect(snippets(guide)).not.toBe('');
  expect(errors[guide]).toEqual([]);
});
