import type { Finding } from '../../src/model/finding';

/** A finding of which a test changes what it is about. */
export function finding(changes: Partial<Finding> = {}): Finding {
  return {
    rule: 'subset-not-found',
    upstream: ['IST0101'],
    severity: 'error',
    object: { apiVersion: 'networking.istio.io/v1', kind: 'VirtualService', namespace: 'shop', name: 'reviews' },
    path: 'spec.http[0]',
    message: 'There is no subset v9.',
    why: 'Requests get 503.',
    fix: 'Add the subset.',
    source: { file: 'a.yaml', line: 4, column: 43 },
    ...changes,
  };
}

export const placeless = (changes: Partial<Finding> = {}): Finding => {
  const { source: _, ...rest } = finding(changes);
  return rest;
};

/** Texts that a stranger may put wherever a manifest holds a text. */
export const EVIL = [
  '::error file=x::y',
  '%0A::set-output name=a::b',
  'a\r\n::warning::b',
  '</failure><script>alert(1)</script>',
  ']]>',
  '"\' & <b>',
  '\u0000\u0007\u001b[31m\u007f\u0085\u2028\u202e',
  '\ud800 half \udc00',
  '\ufffe\uffff',
  '[click](https://example.com) {0} {name}',
  'a,b:c%d',
  '#$&+;=?@ ü 日本',
];
