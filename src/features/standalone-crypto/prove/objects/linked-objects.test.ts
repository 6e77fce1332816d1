// SPDX-License-Identifier: GPL-2.0-only
import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { UsageError } from '../../../../core/errors.js'
import { runCommand } from '../../../../core/run-command.js'
import { readElf } from '../../../../formats/elf/index.js'
import { compareSymbols } from './compare-symbols.js'
import { linkedObjects } from './linked-objects.js'

let directory: string

beforeAll(async () => {
  directory = await mkdtemp(join(tmpdir(), 'kcarve-linked-'))
})
afterAll(() => rm(directory, { recursive: true }))

async function compile(name: string, source: string): Promise<void> {
  await writeFile(join(directory, `${name}.c`), source)
  await runCommand('gcc', ['-c', '-o', `${name}.o`, `${name}.c`], { cwd: directory })
}

const elfOf = async (name: string) => readElf(await readFile(join(directory, `${name}.o`)))

test('members of vmlinux.a and of the module are listed', async () => {
  for (const folder of ['crypto', 'crypto/fips140', 'kernel']) await mkdir(join(directory, folder))
  for (const path of ['crypto/aes', 'crypto/hash_info', 'kernel/fork']) await compile(path, 'int x;')
  const objects = ['crypto/aes.o', 'crypto/hash_info.o', 'kernel/fork.o']
  await runCommand('ar', ['cDPrST', 'vmlinux.a', ...objects], { cwd: directory })
  await writeFile(join(directory, 'crypto/fips140/fips140.mod'), 'crypto/fips140/first.o\ncrypto/aes.o\n')
  const crypto = ['crypto/aes.o', 'crypto/hash_info.o']
  expect(await linkedObjects(directory, directory, ['crypto'])).toEqual({
    stock: crypto,
    module: ['crypto/fips140/first.o', 'crypto/aes.o'],
    vmlinux: crypto,
  })
})

test('a build that is not complete is refused', async () => {
  await expect(linkedObjects(join(directory, 'no'), directory, [])).rejects.toBeInstanceOf(UsageError)
})

test('symbols that were lost on the way, or are on both sides, are found', async () => {
  await compile('one', 'int aes(void) { return 1; } static int own; int use(void) { return own; }')
  await compile('two', 'int kernel(void) { return 2; }')
  const [one, two] = [await elfOf('one'), await elfOf('two')]
  const objects = [{ path: 'one.o', elf: one }]
  expect(compareSymbols({ module: one, vmlinux: two, objects })).toMatchObject({ passed: true })
  expect(compareSymbols({ module: two, vmlinux: one, objects }).differences).toEqual([
    'aes of one.o is not in the module',
    'use of one.o is not in the module',
  ])
  expect(compareSymbols({ module: one, vmlinux: one, objects }).differences).toEqual([
    'aes is defined both in the module and in vmlinux',
    'use is defined both in the module and in vmlinux',
  ])
})
