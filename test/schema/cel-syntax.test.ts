import { isCelSyntax } from '../../src/schema/cel-syntax';

const DEEP = 250;

test.each([
  'a', '.a', 'a.b.c', 'a.if', 'a.while()', 'a.`b-c/d`', 'a[0]', 'f()', '.f(a, b)', 'a.f(1).g()', 'size', 'if {}',
  '1', '-1', '--1', '- 1', '!-1', '!!a', '0x1F', '1u', '0xFFU', '1.5', '.5', '1e5', '-.5E-3', '1.a', '1.size()',
  '9223372036854775807', '-9223372036854775808', '18446744073709551615u', `0x${'0'.repeat(40)}1`, '1.7e308',
  'true', 'false.a', 'null',
  '"a"', "'a'", '"""a\n"b"""', "r'\\d'", "b'\\x41'", "br'a'", "'\\n\\u00e9\\U0010FFFF\\101\\?\\`'", '"😀"', '""', '""""""', "'\\377'",
  '[]', '[,]', '[1, 2,]', '{}', '{,}', '{1: 2, "a": b,}', 'A{}', '.a.B{c: 1, `d-e`: 2,}', 'if{}',
  'a + b * c / d % e - f', 'a--b', 'a < b == c in d', 'a && b || c && d', 'a ? b : c ? d : e', '{a ? b : c : d}',
  'has(a.b)', 'has(a[0].b)', 'has((a.b))', 'has(has(a.b))', 'has(a, b)', 'has()', 'a.has(b)', '.has(a)',
  'a.all(x, x > 0)', 'a.exists((x), x)', 'a.exists(!!x, x)', 'a.exists_one(x, x)', 'a.map(x, x)', 'a.map(x, x, x)', 'a.filter(.x, x)', 'a.all(1)', 'all(1, 2)', 'a.all(.__result__, true)',
  ' a\t==\r\n\fb // more', 'a // no end',
  `${'('.repeat(DEEP - 1)}1${')'.repeat(DEEP - 1)}`, `a${'[0]'.repeat(DEEP)}`, `1${'+1'.repeat(DEEP)}`, `a${'&&a'.repeat(1000)}`, `${'!'.repeat(1000)}a`,
  `"${'x'.repeat(99_998)}"`,
])('%p is an expression', (text) => {
  expect(isCelSyntax(text)).toBe(true);
});

test.each([
  '', ' ', '// a', 'a b', '1 2', 'a.', 'a..b', '.', '.1a', 'a.1', 'a.in', 'a.true', 'in', 'in()', 'as', 'if', 'while()', '`a`', 'a.``', 'a.`b', 'a.`b`()',
  '1a', '0x', '5.', '9223372036854775808', '-9223372036854775809', '--9223372036854775808', '18446744073709551616u', '1e400', '-a-', '-!a', '!', '-',
  '"a', "'a\n'", "'\\q'", "'\\x4'", "'\\ud800'", "'\\U00110000'", "'\\401'", "b'\\u0041'", '"""a', "rb'a'", '"a" "b"',
  '[', '[1', '[,,]', '[1,,]', '[1 2]', '[?a]', '{1}', '{1:}', '{?a: 1}', '{1: 2 3: 4}', 'A{1: 2}', 'A{?b: 1}', 'a[0].B{}', 'A{}{}', 'f(,)', 'f(1,)', 'f(', 'a[?0]', 'a.?b', 'a[]',
  '(', '()', '(a', 'a)', 'a ? b ? c : d : e', 'a ?', 'a ? b', 'a ? b :', 'a &', 'a | b', 'a = b', 'a == ', '== a', 'a ? : b', 'a;', 'a @ b', '#', 'é', 'a\u00a0b',
  'has(a)', 'has(1)', 'has(a[0])', 'has(-a.b)', 'a.all(1, x)', 'a.all(x.y, x)', 'a.exists("x", x)', 'a.exists_one(!x, x)', 'a.map(1, x, y)', 'a.filter(f(), x)', 'a.all(__result__, true)',
  `${'('.repeat(DEEP)}1${')'.repeat(DEEP)}`, `a${'[0]'.repeat(DEEP + 1)}`, `1${'+1'.repeat(DEEP + 1)}`, '('.repeat(100_000),
  `"${'x'.repeat(99_999)}"`,
])('%p is none', (text) => {
  expect(isCelSyntax(text)).toBe(false);
});
