import { said, document } from './run';

/** 500 characters that RE2 makes a program of a hundred thousand steps of. */
const LARGE = `(?i)${'[^x]{1000}'.repeat(40)}`;

test('expressions that are large to compile are judged as far as the work of an input goes, and then not', () => {
  const routes = Array.from({ length: 50 }, (_, index) => `{ match: [{ uri: { regex: "/${index}${LARGE}" } }], route: [{ destination: { host: reviews } }] }`);
  const found = said(document('VirtualService', `{ hosts: [reviews], http: [${routes.join(', ')}] }`)).filter(([rule]) => rule === 'invalid-regex');
  expect(found.length).toBeGreaterThan(0);
  expect(new Set(found.map(([, , severity]) => severity))).toEqual(new Set(['warning']));
});
