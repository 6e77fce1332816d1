// SPDX-License-Identifier: GPL-2.0-only
import { expect, test } from 'vitest'
import type { Cause, Change, SourceReport } from '../reuse/index.js'
import { sourceReuseText } from './source-reuse.js'

const cause = (more: Partial<Cause>): Cause => ({
  kind: 'name',
  name: 'f',
  members: [],
  change: 'gone',
  was: { path: 'include/linux/a.h', line: 3, text: 'int f(int)' },
  is: null,
  errors: 2,
  files: ['crypto/a.c'],
  ...more,
})

const change = (about: string, causes: readonly Cause[]): Change => ({
  about,
  provided: false,
  causes,
  errors: causes.reduce((sum, { errors }) => sum + errors, 0),
  files: [...new Set(causes.flatMap(({ files }) => files))],
})

const report: SourceReport = {
  compiles: false,
  source: { path: 'old', kind: 'tree', release: '6.1.3' },
  kernel: { path: 'new', release: '6.12.1', arch: 'x86_64' },
  compiler: 'gcc',
  totals: { files: 9, filesWithErrors: 2, errors: 7 },
  changes: [
    change('linux/a.h', [cause({}), cause({ name: 'g', files: ['crypto/b.c'] })]),
    change('<asm/x.h>', [
      cause({
        kind: 'header',
        name: 'asm/x.h',
        change: 'moved',
        was: { path: 'include/asm-generic/x.h', line: 1, text: '' },
        is: { path: 'include/linux/x.h', line: 1, text: '' },
        errors: 1,
      }),
    ]),
    {
      ...change('struct s', [
        cause({
          name: 't',
          change: 'changed',
          is: { path: 'include/linux/b.h', line: 8, text: 'int t(void)' },
        }),
        cause({ name: 'struct s', members: ['m'], change: 'added' }),
      ]),
      provided: true,
    },
  ],
  patches: [{ path: 'include/linux/a.h', names: ['f', 'g'] }],
  compat: {
    files: 8,
    headers: [
      { place: 'first', path: 'crypto/own.h', names: [], text: '' },
      { place: 'last', path: 'asm/x.h', names: [], text: '#include <linux/x.h>\n' },
      { place: 'prelude', path: 'compat.h', names: ['f'], text: '#define f g\n' },
    ],
  },
  skipped: [],
}

test('one line a change, those of the interface of the sources apart, and the files that a patch would be for', () => {
  expect(
    sourceReuseText(report),
  ).toBe(`DOES NOT COMPILE  6.1.3 (old) in 6.12.1 (new): 7 errors in 2 of 9 files, 3 changes of the kernel (gcc)
what the kernel has otherwise
  linux/a.h: gone f, g  [2 files, 4 errors]
  <asm/x.h> has moved: include/asm-generic/x.h → include/linux/x.h  [1 file, 1 error]
what it has otherwise of the interface that the sources themselves provide
  struct s: changed t (int f(int) → int t(void)); now declared by the kernel as well struct s.m  [1 file, 4 errors]
files of the kernel that a compatibility patch would be for
  include/linux/a.h  f, g
with compatibility headers, 8 of 9 files compile
  before the kernel's  crypto/own.h
  behind the kernel's  asm/x.h
  in front of sources  f
cannot be seen
  functions that mean something else now, and what the kernel asks of the sources that they lack
`)
})
