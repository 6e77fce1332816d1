// SPDX-License-Identifier: GPL-2.0-only
import { chmodSync, mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, expect, test, vi } from 'vitest'
import { scratch } from '../../formats/testing/scratch.js'
import { compileObjects } from './compile-objects.js'
import { toldDifference } from './told-difference.js'

const dir = scratch()
const SOURCE = `#include "kernel.h"
int outside(int);
#ifdef SWAPPED
int two(int x) { return outside(x) + VALUE; }
int one(int x) { return outside(x + 1); }
#else
int one(int x) { return outside(x + 1); }
int two(int x) { return outside(x) + VALUE; }
#endif
int table[] = { LIMIT };
`

/** gcc that puts functions in the order that a header brings about, unless it is told not to. */
function orderingCompiler(): string {
  const program = join(dir, 'bin', 'gcc-0')
  mkdirSync(join(dir, 'bin'))
  const script = `case " $* " in
*-fno-toplevel-reorder*) exec gcc "$@" ;;
esac
if grep -q swapped kernel.h; then exec gcc -DSWAPPED "$@"; fi
exec gcc "$@"`
  writeFileSync(program, `#!/bin/sh\n${script}\n`)
  chmodSync(program, 0o755)
  vi.stubEnv('PATH', `${join(dir, 'bin')}:${process.env.PATH}`)
  return 'gcc-0'
}

const args = ['-O2', '-fcf-protection=none', '-fno-asynchronous-unwind-tables', '-c', '-o', 'a.o', 'a.c']
const job = { object: 'a.o', command: { compiler: orderingCompiler(), args } }
afterAll(() => {
  vi.unstubAllEnvs()
})

let count = 0
function place(header: string): string {
  const cwd = join(dir, `${++count}`)
  mkdirSync(cwd)
  writeFileSync(join(cwd, 'kernel.h'), header)
  writeFileSync(join(cwd, 'a.c'), SOURCE)
  return cwd
}

const HEADER = '#define VALUE 3\n#define LIMIT 7\n'

async function differenceOf(header: string) {
  const [before, after] = [place(HEADER), place(header)]
  const [[ours], [theirs]] = await Promise.all([compileObjects(before, [job]), compileObjects(after, [job])])
  if (ours === undefined || theirs === undefined) throw new Error('nothing was compiled')
  return toldDifference(job, ours, theirs, { before, after, compiling: {} })
}

test('functions that are only in another order are no difference', async () => {
  expect(await differenceOf(`${HEADER}/* swapped */\n`)).toBeUndefined()
})

test('a function or data that is another as well is one', async () => {
  const code = await differenceOf(`${HEADER.replace('3', '5')}/* swapped */\n`)
  expect(code?.text).toMatch(/^a\.o: two\(\), 1 instruction: VALUE of kernel\.h is 5, not 3/)
  const data = await differenceOf(`${HEADER.replace('7', '9')}/* swapped */\n`)
  expect(data?.text).toContain('.data')
})
