// SPDX-License-Identifier: GPL-2.0-only
import { mkdir, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { runCommand } from '../../src/core/run-command.js'
import { scratch } from '../../src/formats/testing/scratch.js'
import { compareBuilds } from './compare-builds.js'

const directory = scratch()

/** Compiles `sources` by name into a directory of that name. */
async function build(name: string, sources: Readonly<Record<string, string>>): Promise<string> {
  const objtree = join(directory, name)
  await mkdir(objtree, { recursive: true })
  for (const [path, source] of Object.entries(sources)) {
    await writeFile(join(objtree, `${path}.c`), source)
    await runCommand('gcc', ['-c', '-O1', '-o', `${path}.o`, `${path}.c`], { cwd: objtree })
  }
  return objtree
}

test('objects whose code is another, that come, or that go are differences', async () => {
  const before = await build('before', { a: 'int f(void) { return 1; }', b: 'int b;', c: 'int c = 1;' })
  const after = await build('after', { a: 'int f(void) { return 2; }', c: 'int c = 1;', d: 'int d;' })
  expect(await compareBuilds(before, after)).toEqual({
    compared: 2,
    differences: ['b.o is missing', 'd.o is new', 'a.o differs in f()'],
  })
})

test('objects for 32 bits are compared by their contents', async () => {
  const objtree = (name: string) => join(directory, name)
  const assemble = async (name: string, file: string, source: string) => {
    await mkdir(objtree(name), { recursive: true })
    await writeFile(join(objtree(name), file), source)
    await runCommand('as', ['--32', '-g', '-o', 'r.o', file], { cwd: objtree(name) })
  }
  await assemble('real', 'a.s', '.file "a.s"\nnop\n')
  await assemble('alike', 'b.s', '.file "elsewhere/a.s"\nnop\n')
  await assemble('other', 'a.s', '.file "a.s"\nret\n')
  expect((await compareBuilds(objtree('real'), objtree('alike'))).differences).toEqual([])
  expect((await compareBuilds(objtree('real'), objtree('other'))).differences).toEqual([
    'r.o differs in its contents',
  ])
})
