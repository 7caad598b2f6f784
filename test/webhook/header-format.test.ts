import fc from 'fast-check';

import { isHeaderFormat } from '../../src/webhook/checks/header-format';

test.each(['', 'plain', '100%%', '%PROTOCOL%', 'a %PROTOCOL% b', '%REQ(X-A)%', '%REQ( X-A)%', '%REQ(X-A) %', '%A(["b"])%', '%A( ["b", "c"] )%', '%A(["\\"b"])%', '%(a)%', '%A(b\\)c)%', '%A%%%'])('%j', (text) => {
  expect(isHeaderFormat(text)).toBe(true);
});

test.each(['%', '100%', '%%%', '%A', '%A%%', '%A(', '%A()%', '%A(b', '%A(b)', '%A(b)c%', '%A([b])%', '%A(["b"', '%A(["b";"c"])%', '%A(["b"]c)%', '%A(b\\', '%A(["b)"])%', '%A(["b"])c%'])('not %j', (text) => {
  expect(isHeaderFormat(text)).toBe(false);
});

test('every text can be said with its percent signs doubled', () => {
  fc.assert(fc.property(fc.string({ unit: 'binary' }), (text) => isHeaderFormat(text.replaceAll('%', '%%'))));
});

test('two texts that keep to the format do so together', () => {
  const piece = fc.constantFrom('a', '%%', '%A%', '%A(b)%', '%A(["b"])%', '%', '%A(', '"', ')');
  const text = fc.array(piece).map((pieces) => pieces.join(''));
  fc.assert(fc.property(text, text, (one, other) => !isHeaderFormat(one) || !isHeaderFormat(other) || isHeaderFormat(one + other)));
});
