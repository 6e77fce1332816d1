// SPDX-License-Identifier: GPL-2.0-only
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { readSourceText } from './definitions.js'

const all = (text: string) => {
  const { assembler: _, ...found } = readSourceText(text)
  const kinds = Object.keys(found) as (keyof typeof found)[]
  return kinds.flatMap(kind =>
    [...found[kind]].map(([name, { file, text: words }]) => [kind, name, file, words]),
  )
}

test('what is defined is told by what stands before it, whatever its attributes', () => {
  const text = `# 1 "include/a.h" 1
/* int none(void); "
 */
struct s { int a; } __attribute__((packed)); // a remark
static inline __attribute__((__always_inline__)) __aligned(8) int f(struct s *s)
{
	if (s->a) { return '}'; }
# 9 "include/a.h"
	return g("{ /* no comment */", 3);
}
extern __printf(1, 2)
void said(const char *text, ...) __must_hold(lock);
typedef unsigned int u32;
enum kind { ONE, TWO = 1 << 3, THREE };
#define MIN(a, b) \\
	less(a, b)
#define GONE 1
#undef GONE
DEFINE_GUARD(f, lock(f), x = unlock(f))

static int guarded(void) { return 1; }
# 1 "crypto/a.c"
static const struct ops ops = { .call = f };
static struct s table[MIN(2, 3)];
int (*pointers[])(struct s *) = { f };
module_init(start);
`
  expect(all(text)).toEqual([
    [
      'functions',
      'f',
      'include/a.h',
      `int f(struct s *s) { if (s->a) { return '}'; } return g("{ /* no comment */", 3); }`,
    ],
    ['functions', 'guarded', 'include/a.h', 'static int guarded(void) { return 1; }'],
    ['prototypes', 'said', 'include/a.h', 'void said(const char *text, ...) __must_hold(lock)'],
    ['prototypes', 'module_init', 'crypto/a.c', 'module_init(start)'],
    ['constants', 'u32', 'include/a.h', 'typedef unsigned int u32'],
    ['constants', 'ONE', 'include/a.h', '0'],
    ['constants', 'TWO', 'include/a.h', '1 << 3'],
    ['constants', 'THREE', 'include/a.h', '1 << 3 + 1'],
    ['constants', 'MIN', 'include/a.h', '(a, b) less(a, b)'],
    ['structs', 's', 'include/a.h', '{ int a; }'],
    ['variables', 'ops', 'crypto/a.c', 'static const struct ops ops = { .call = f }'],
    ['variables', 'table', 'crypto/a.c', 'static struct s table[MIN(2, 3)]'],
  ])
})

test('of assembler there are macros only', () => {
  const text =
    '# 0 "crypto/a.S"\n# 1 "include/a.h" 1\n#define RET ret\n# 3 "crypto/a.S" 2\nf: movups (%rdi), %xmm0; ret\n'
  const source = { file: 'crypto/a.S', text: 'f: movups (%rdi), %xmm0; RET' }
  const found = readSourceText(text, source)
  expect(found.assembler).toBe(source)
  expect([...found.constants]).toEqual([['RET', { file: 'include/a.h', text: 'ret' }]])
  expect([...found.prototypes]).toEqual([])
})

test('any text is read', () => {
  const word = fc.constantFrom(
    'struct',
    'enum',
    ' f',
    '(',
    ')',
    '{',
    '}',
    ';',
    '=',
    '"',
    "'",
    '/*',
    '*/',
    '\n',
    '#define x',
  )
  fc.assert(
    fc.property(
      fc.oneof(
        fc.string(),
        fc.array(word).map(words => words.join(' ')),
      ),
      text => void readSourceText(text),
    ),
    { numRuns: 500 },
  )
})

test('text of which nothing can be made takes no longer than it is long', () => {
  const started = performance.now()
  readSourceText(`${'__a(b) '.repeat(100_000)};${'x '.repeat(100_000)}{ } ;`)
  expect(performance.now() - started).toBeLessThan(5000)
})

test('a name that is made of what attributes look like takes no longer than another', () => {
  const long = `int x ${'__a'.repeat(1000)}`
  const started = performance.now()
  readSourceText(`${long}(;\nstruct s ${'__a'.repeat(1000)}( { int b; };\n`)
  expect(performance.now() - started).toBeLessThan(2000)
})
