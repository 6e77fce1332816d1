// SPDX-License-Identifier: GPL-2.0-only
import { expect, test } from 'vitest'
import type { Cause, SourceReport } from '../reuse/index.js'
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

const report: SourceReport = {
  compiles: false,
  source: { path: 'old', kind: 'tree', release: '6.1.3' },
  kernel: { path: 'new', release: '6.12.1', arch: 'x86_64' },
  compiler: 'gcc',
  totals: { files: 9, filesWithErrors: 2, errors: 7 },
  causes: [
    cause({}),
    cause({ name: 'g', files: ['crypto/b.c'] }),
    cause({
      kind: 'header',
      name: 'asm/x.h',
      change: 'moved',
      was: { path: 'include/asm-generic/x.h', line: 1, text: '' },
      is: { path: 'include/linux/x.h', line: 1, text: '' },
      errors: 1,
    }),
    cause({ name: 't', change: 'changed', is: { path: 'include/linux/b.h', line: 8, text: 'int t(void)' } }),
  ],
  patches: [{ path: 'include/linux/a.h', names: ['f', 'g'] }],
  skipped: [],
}

test('one line a cause, those of one header together, and the files that a patch would be for', () => {
  expect(
    sourceReuseText(report),
  ).toBe(`DOES NOT COMPILE  6.1.3 (old) in 6.12.1 (new): 7 errors in 2 of 9 files, 4 causes (gcc)
causes
  gone from include/linux/a.h: f, g  [2 files, 4 errors]
  <asm/x.h> has moved: include/asm-generic/x.h → include/linux/x.h  [1 file, 1 error]
  t has changed (include/linux/b.h:8): int f(int) → int t(void)  [1 file, 2 errors]
files of the kernel that a compatibility patch would be for
  include/linux/a.h  f, g
cannot be seen
  functions that mean something else now, and what the kernel asks of the sources that they lack
`)
})
