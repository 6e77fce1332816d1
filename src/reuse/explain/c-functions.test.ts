// SPDX-License-Identifier: GPL-2.0-only
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { functionsOfText } from './c-functions.js'

test('functions are told from structs, initialisers and declarations, whatever their attributes', () => {
  const text = `# 1 "include/a.h" 1
struct s { int a; } __attribute__((packed));
static inline __attribute__((__always_inline__)) __attribute__((aligned((8)))) int f(struct s *s)
{
	if (s->a) { return '}'; }
# 9 "include/a.h"
	return g("{", 3);
}
int declared(int x);
static const struct ops ops = { .call = f };
# 1 "crypto/a.c"
int (*table[])(struct s *) = { f };
int g(const char *c, int n) { return n; }
`
  expect([...functionsOfText(text)]).toEqual([
    ['f', { file: 'include/a.h', body: `{ if (s->a) { return '}'; } return g("{", 3); }` }],
    ['g', { file: 'crypto/a.c', body: '{ return n; }' }],
  ])
})

test('numbers of lines and counters are no difference', () => {
  const body = (line: number) =>
    functionsOfText(`int f(void)\n{ __compiletime_assert_${line}(); asm("x" : : "i" (${line})); }\n`).get('f')
      ?.body
  expect(body(1)).toBe(body(22))
})

test('any text is read', () => {
  fc.assert(
    fc.property(fc.string(), text => void functionsOfText(text)),
    { numRuns: 300 },
  )
})
