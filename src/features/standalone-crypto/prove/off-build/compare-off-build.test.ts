// SPDX-License-Identifier: GPL-2.0-only
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { runCommand } from '../../../../core/run-command.js'
import { compareOffBuild } from './compare-off-build.js'

let directory: string

beforeAll(async () => {
  directory = await mkdtemp(join(tmpdir(), 'kcarve-off-'))
})
afterAll(() => rm(directory, { recursive: true }))

const SOURCE = `struct bug { int line; };
static struct bug bug __attribute__((section("__bug_table"), used)) = { __LINE__ };
#define NAME_(l) __initcall__kmod_x__1_##l##_f6
#define NAME(l) NAME_(l)
int f(void) { return 1; }
void *NAME(__LINE__) __attribute__((section(".initcall6.init"))) = f;
`

/** Compiles `sources` by name into a directory of that name. */
async function build(name: string, sources: Readonly<Record<string, string>>): Promise<string> {
  const objDir = join(directory, name)
  await mkdir(objDir, { recursive: true })
  for (const [path, source] of Object.entries(sources)) {
    await writeFile(join(objDir, `${path}.c`), source)
    await runCommand('gcc', ['-c', '-O1', '-o', `${path}.o`, `${path}.c`], { cwd: objDir })
  }
  return objDir
}

test('objects that differ in line numbers alone are equal', async () => {
  const stock = await build('stock', { a: SOURCE })
  const check = await compareOffBuild(stock, await build('moved', { a: `\n\n${SOURCE}` }))
  expect(check).toMatchObject({ passed: true, evidence: ['1 object compared by contents'], differences: [] })
})

test('code, data, relocations, and objects that come or go are differences', async () => {
  const stock = await build('before', {
    a: SOURCE,
    b: 'int b;',
    c: 'int g(void), h(void); int k(void) { return g(); }',
  })
  const off = await build('after', {
    a: SOURCE.replace('return 1', 'return 2'),
    c: 'int g(void), h(void); int k(void) { return h(); }',
    d: 'int d;',
  })
  expect((await compareOffBuild(stock, off)).differences).toEqual([
    'b.o is missing',
    'd.o is new',
    'a.o differs in .text',
    'c.o differs in .text',
  ])
})

test('objects for 32 bits are compared by their contents', async () => {
  const objDir = (name: string) => join(directory, name)
  const assemble = async (name: string, file: string, source: string) => {
    await mkdir(objDir(name), { recursive: true })
    await writeFile(join(objDir(name), file), source)
    await runCommand('as', ['--32', '-g', '-o', 'r.o', file], { cwd: objDir(name) })
  }
  await assemble('real', 'a.s', '.file "a.s"\nnop\n')
  await assemble('alike', 'b.s', '.file "elsewhere/a.s"\nnop\n')
  await assemble('other', 'a.s', '.file "a.s"\nret\n')
  expect((await compareOffBuild(objDir('real'), objDir('alike'))).passed).toBe(true)
  expect((await compareOffBuild(objDir('real'), objDir('other'))).differences).toEqual([
    'r.o differs in its contents',
  ])
})
