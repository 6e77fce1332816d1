// SPDX-License-Identifier: GPL-2.0-only
import { execFileSync } from 'node:child_process'
import { mkdir, mkdtemp, readdir, stat, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { expect, test } from 'vitest'
import type { Architecture } from '../../arch/architecture.js'
import { architectures } from '../../arch/architectures.js'
import { compilerPackages, isNative } from '../../arch/cross-compile.js'
import { CommandError, MissingError } from '../../core/errors.js'
import { compileProgram } from './compile-program.js'

const foreign = architectures.find(arch => !isNative(arch)) as Architecture

async function program(text: string) {
  const base = await mkdtemp(join(tmpdir(), 'kcarve-compile-'))
  const directory = join(base, 'src')
  await mkdir(directory)
  await writeFile(join(directory, 'a.c'), text)
  return { source: { name: 'a', directory, flags: ['-O1', '-static'] }, cacheDir: join(base, 'cache') }
}

test('a program is compiled once, and again when its source changes', async () => {
  const { source, cacheDir } = await program('int main(void) { return 7; }')
  const path = await compileProgram(source, { cacheDir })
  expect(() => execFileSync(path)).toThrow(expect.objectContaining({ status: 7 }))
  const { mtimeMs } = await stat(path)
  expect(await compileProgram(source, { cacheDir })).toBe(path)
  expect((await stat(path)).mtimeMs).toBe(mtimeMs)
  await writeFile(join(source.directory, 'a.c'), 'int main(void) { return 0; }')
  const changed = await compileProgram(source, { cacheDir })
  expect(changed).not.toBe(path)
  execFileSync(changed)
})

test('one that does not compile is an error and leaves nothing behind', async () => {
  const { source, cacheDir } = await program('int main(void) { return }')
  const path = compileProgram(source, { cacheDir })
  await expect(path).rejects.toThrow(CommandError)
  const made = await readdir(join(cacheDir, 'guest'), { recursive: true })
  expect(made.filter(name => dirname(name) !== '.')).toEqual([])
})

test('without a compiler the error says how to get one', async () => {
  const { source, cacheDir } = await program('')
  const arch = { ...foreign, crossCompile: 'kcarve-no-such-' }
  const path = compileProgram({ ...source, arch }, { cacheDir })
  await expect(path).rejects.toThrow(MissingError)
  await expect(path).rejects.toMatchObject({ hint: `apt-get install ${compilerPackages(foreign)}` })
})
