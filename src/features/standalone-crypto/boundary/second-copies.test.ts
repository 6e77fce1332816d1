// SPDX-License-Identifier: GPL-2.0-only
import { mkdir, readFile, writeFile } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { expect, test } from 'vitest'
import { runCommand } from '../../../core/run-command.js'
import { scratch } from '../../../formats/testing/scratch.js'
import { TWIN_REASON } from '../recipe/index.js'
import { linkedObject } from './linked-object.js'
import { copiesIn, copiesInPrograms, copiesInTwins } from './second-copies.js'

const objtree = scratch()
const inModule = new Set(['sha256_update', 'sha256_final', 'init_module', 'sha256_table'])

async function compile(path: string, source: string): Promise<void> {
  const file = join(objtree, path)
  await mkdir(dirname(file), { recursive: true })
  await writeFile(`${file}.c`, source)
  await runCommand('gcc', ['-c', '-O0', '-o', file, `${file}.c`], {})
}

async function copies(path: string, source: string) {
  await compile(path, source)
  return copiesIn(linkedObject(path, await readFile(join(objtree, path))), inModule)
}

test('a function for all that the module has as well is a copy, which nothing explains', async () => {
  const source =
    'void sha256_update(void) {} void sha256_final(void) {} void init_module(void) {} int sha256_table;'
  expect(await copies('fs/own.o', source)).toEqual([
    { object: 'fs/own.o', functions: ['sha256_final', 'sha256_update'], kind: 'copy', because: null },
  ])
})

test('of a function that only its file knows no more than the name is the same', async () => {
  const source = 'static void sha256_update(void) {} void own(void) { sha256_update(); }'
  expect(await copies('drivers/net/own.o', source)).toMatchObject([
    { functions: ['sha256_update'], kind: 'same name', because: expect.any(String) },
  ])
})

test('a redirect and a call are no copies', async () => {
  const redirect = 'void sha256_update(void); void __wrap_sha256_update(void) { sha256_update(); }'
  expect(await copies('crypto/fips140/link/redirect.o', redirect)).toEqual([])
})

test('a twin is one by its prefix, and if it is linked in', async () => {
  const object = 'crypto/fips140/link/twin-sha256.o'
  await compile(object, 'void fips140_early_sha256_update(void) {} void fips140_early_helper(void) {}')
  expect(await copiesInTwins({ objtree }, inModule)).toEqual([])
  await writeFile(join(objtree, 'crypto/fips140/link/wrap'), `--wrap=sha256_update\n${object}\n`)
  expect(await copiesInTwins({ objtree }, inModule)).toEqual([
    { object, functions: ['sha256_update'], kind: 'twin', because: TWIN_REASON },
  ])
})

test('a program that vmlinux carries is looked into where it is linked in', async () => {
  await compile('arch/x86/purgatory/purgatory.ro', 'void sha256_update(void) {} void purgatory(void) {}')
  const carrier = 'arch/x86/purgatory/kexec-purgatory.o'
  expect(await copiesInPrograms({ objtree }, ['init/main.o'], inModule)).toEqual([])
  expect(await copiesInPrograms({ objtree }, ['init/main.o', carrier], inModule)).toMatchObject([
    { object: 'arch/x86/purgatory/purgatory.ro', functions: ['sha256_update'], kind: 'program' },
  ])
})
