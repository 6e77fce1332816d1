// SPDX-License-Identifier: GPL-2.0-only
import { expect, test } from 'vitest'
import { putBack } from './put-back.js'

const text = (macro: string, body: string) => `# 1 "a.c"
# 1 "linux/a.h" 1
#define NOTE(x) ${macro}
# 1 "linux/b.h" 1
#define OTHER NOTE(1)
# 4 "linux/a.h" 2
/* f() */
static inline int f(int x)
{
	${body}
}
#define f_alias f
# 3 "a.c" 2
int g(void) { return f(NOTE(2)); }
`

const before = { text: text('(x)', 'return x;'), file: 'linux/a.h' }
const after = { text: text('do { (x); \\\n\t} while (0)', 'return x + 1;'), file: 'linux/a.h' }

test('a macro or a function is what it was, and all else is as it is', () => {
  expect(putBack('NOTE', before, after)).toBe(text('(x)', 'return x + 1;'))
  expect(putBack('f', before, after)).toBe(text('do { (x); \\\n\t} while (0)', 'return x;'))
})

test('what is defined twice, as something else, or elsewhere, is left', () => {
  const twice = { ...after, text: `${after.text}# 9 "linux/a.h" 2\n#define NOTE(x)\n` }
  expect(putBack('NOTE', before, twice)).toBeUndefined()
  const asMacro = { ...after, text: after.text.replace(/static inline[^}]*}/, '#define f(x) x') }
  expect(putBack('f', before, asMacro)).toBeUndefined()
  expect(putBack('NOTE', before, { ...after, file: 'linux/b.h' })).toBeUndefined()
  expect(putBack('nowhere', before, after)).toBeUndefined()
})
