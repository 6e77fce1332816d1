// SPDX-License-Identifier: GPL-2.0-only
import { expect, test } from 'vitest'
import { cFunction, partsOf } from '../../edit/index.js'
import { must } from '../../formats/testing/must.js'
import { exportSource, functionOfInline, functionOfMacro } from './thin-function.js'

const about = { symbol: 'look_up', header: 'linux/look.h' }
const HEAD =
  '// SPDX-License-Identifier: GPL-2.0-only\n#include <linux/look.h>\n#include <linux/export.h>\n\n'

test('what is there is exported', () => {
  expect(exportSource('look_up', 'linux/look.h')).toBe(`${HEAD}EXPORT_SYMBOL_GPL(look_up);\n`)
})

test('an inline function becomes a function, and its header declares it', () => {
  const text = `static inline struct key *look_up(const void *data,
\t\t\t\t  size_t bytes)
{
\treturn look_up_in(&all, data, bytes);
}
`
  expect(functionOfInline(must(partsOf(text, cFunction('look_up'))), about)).toEqual({
    declaration: 'struct key *look_up(const void *data,\n\t\t\t\t  size_t bytes);\n',
    source: `${HEAD}struct key *look_up(const void *data,
\t\t\t\t  size_t bytes)
{
\treturn look_up_in(&all, data, bytes);
}
EXPORT_SYMBOL_GPL(look_up);
`,
  })
})

test('a macro is called under another name', () => {
  expect(
    functionOfMacro(
      '#define look_up(key) \\\n\tlook_up_in(&all, key)\n',
      'extern void look_up(struct key *)',
      about,
    ),
  ).toEqual({
    declaration: 'void look_up(struct key *arg0);\n',
    source: `${HEAD}#define now_look_up(key) \\
\tlook_up_in(&all, key)

void look_up(struct key *arg0)
{
\tnow_look_up(arg0);
}
EXPORT_SYMBOL_GPL(look_up);
`,
  })
})

test.each([
  ['int look_up(void)', 'int look_up(void)'],
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
])('%s', (prototype, declared) => {
  expect(functionOfMacro('#define look_up other\n', prototype, about)?.declaration).toBe(`${declared};\n`)
})

test.each(['int look_up(const char *format, ...)', 'static inline int look_up(void)', 'int other(void)'])(
  'nothing can be written for %s',
  prototype => {
    expect(functionOfMacro('#define look_up other\n', prototype, about)).toBeUndefined()
  },
)
