// SPDX-License-Identifier: GPL-2.0-only
import { expect, test } from 'vitest'
import { thinFunction } from './thin-function.js'

const symbol = 'look_up'
const header = 'linux/look.h'
const prototype = 'extern int look_up(const void *data, size_t bytes)'

test('what is there is exported', () => {
  expect(
    thinFunction({ symbol, header, as: 'not exported', prototype }),
  ).toBe(`// SPDX-License-Identifier: GPL-2.0-only
#include <linux/export.h>
#include <linux/look.h>

EXPORT_SYMBOL_GPL(look_up);
`)
})

test('an inline function gets its old name, and a function that calls it', () => {
  expect(
    thinFunction({ symbol, header, as: 'inline function', prototype }),
  ).toBe(`// SPDX-License-Identifier: GPL-2.0-only
#define look_up now_look_up
#include <linux/look.h>
#undef look_up
#include <linux/export.h>

int look_up(const void *data, size_t bytes);
int look_up(const void *data, size_t bytes)
{
	return now_look_up(data, bytes);
}
EXPORT_SYMBOL_GPL(look_up);
`)
})

test('a macro is called before its name is taken', () => {
  expect(
    thinFunction({ symbol, header, as: 'macro', prototype: 'void look_up(void)' }),
  ).toBe(`// SPDX-License-Identifier: GPL-2.0-only
#include <linux/look.h>
#include <linux/export.h>

static void now_look_up(void)
{
	look_up();
}
#undef look_up

void look_up(void);
void look_up(void)
{
	now_look_up();
}
EXPORT_SYMBOL_GPL(look_up);
`)
})

test.each([
  [
    'struct key *look_up(struct key *, const char *name)',
    'struct key *look_up(struct key *arg0, const char *name)',
  ],
  [
    'int look_up(unsigned int, u8 digest[32], size_t)',
    'int look_up(unsigned int arg0, u8 digest[32], size_t arg2)',
  ],
  ['int look_up(int (*fn)(void *, int), void *)', 'int look_up(int (*fn)(void *, int), void *arg1)'],
  ['bool __must_check look_up(struct key *, gfp_t)', 'bool look_up(struct key *arg0, gfp_t arg1)'],
  ['void *look_up(enum OID)', 'void *look_up(enum OID arg0)'],
])('%s', (text, declared) => {
  const source = thinFunction({ symbol, header, as: 'inline function', prototype: text })
  expect(source).toContain(`\n${declared};\n`)
})

test.each(['int look_up(const char *format, ...)', 'static inline int look_up(void)', 'int other(void)'])(
  'nothing can be written for %s',
  text => {
    expect(thinFunction({ symbol, header, as: 'inline function', prototype: text })).toBeUndefined()
  },
)
