// SPDX-License-Identifier: GPL-2.0-only
import { mkdir, readFile, writeFile } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { expect, test } from 'vitest'
import { runCommand } from '../../../core/run-command.js'
import { contentsOf } from '../../../elf-diff/index.js'
import { readElf } from '../../../formats/elf/index.js'
import { scratch } from '../../../formats/testing/scratch.js'
import { TWIN_REASON } from '../recipe/index.js'
import { linkedObject } from './linked-object.js'
import { copiesIn, copiesInPrograms, copiesInTwins, ofModules } from './second-copies.js'

const objtree = scratch()
const globals = new Set(['sha256_update', 'sha256_final', 'init_module', 'sha256_table'])
const named = { globals, contents: contentsOf([]) }

async function compile(path: string, source: string): Promise<void> {
  const file = join(objtree, path)
  await mkdir(dirname(file), { recursive: true })
  await writeFile(`${file}.c`, source)
  await runCommand('gcc', ['-c', '-O0', '-o', file, `${file}.c`], {})
}

async function copies(path: string, source: string) {
  await compile(path, source)
  return copiesIn(linkedObject(path, await readFile(join(objtree, path))), named)
}

test('a function for all that the module has as well is a copy, which nothing explains', async () => {
  const source =
    'void sha256_update(void) {} void sha256_final(void) {} void init_module(void) {} int sha256_table;'
  expect(await copies('fs/own.o', source)).toEqual([
    { object: 'fs/own.o', symbols: ['sha256_final', 'sha256_update'], kind: 'copy', because: null },
  ])
})

test('of a function that only its file knows no more than the name is the same', async () => {
  const source = 'static void sha256_update(void) {} void own(void) { sha256_update(); }'
  expect(await copies('drivers/net/own.o', source)).toMatchObject([
    { symbols: ['sha256_update'], kind: 'same name', because: expect.any(String) },
  ])
})

test('what has the bytes of the module is told under any name', async () => {
  const code = (name: string, table: string) => `static const unsigned ${table}[16] = {
    0x428a2f98, 0x71374491, 0xb5c0fbcf, 0xe9b5dba5, 0x3956c25b, 0x59f111f1, 0x923f82a4, 0xab1c5ed5,
    0xd807aa98, 0x12835b01, 0x243185be, 0x550c7dc3, 0x72be5d74, 0x80deb1fe, 0x9bdc06a7, 0xc19bf174};
  static unsigned ${name}(unsigned *state)
  {
    ${Array.from({ length: 8 }, (_, at) => `state[${at}] ^= ${table}[${at}] * (state[${(at + 1) % 8}] >> 3);`).join('\n')}
    return state[0] ^ state[3] ^ (state[5] << 7);
  }
  unsigned (*use_${name})(unsigned *) = ${name};`
  const path = 'crypto/module.o'
  await compile(path, code('sha256_blocks', 'K'))
  const module = ofModules(readElf(await readFile(join(objtree, path))))
  await compile('drivers/net/own.o', code('own_digest', 'magic'))
  const object = linkedObject('drivers/net/own.o', await readFile(join(objtree, 'drivers/net/own.o')))
  expect(copiesIn(object, module)).toEqual([
    {
      object: 'drivers/net/own.o',
      symbols: ['sha256_blocks'],
      kind: 'same code',
      because: 'the same code in own_digest',
    },
    { object: 'drivers/net/own.o', symbols: ['K'], kind: 'same table', because: 'the same bytes in magic' },
  ])
  expect(copiesIn(object, module, () => true)).toEqual([])
  const carrier = { ...object, path: 'arch/x86/purgatory/kexec-purgatory.o' }
  expect(copiesIn(carrier, module)).toEqual([])
})

test('a redirect and a call are no copies', async () => {
  const redirect = 'void sha256_update(void); void __wrap_sha256_update(void) { sha256_update(); }'
  expect(await copies('crypto/fips140/link/redirect.o', redirect)).toEqual([])
})

test('a twin is one by its prefix, and if it is linked in', async () => {
  const object = 'crypto/fips140/link/twin-sha256.o'
  await compile(object, 'void fips140_early_sha256_update(void) {} void fips140_early_helper(void) {}')
  expect(await copiesInTwins({ objtree }, named)).toEqual([])
  await writeFile(join(objtree, 'crypto/fips140/link/wrap'), `--wrap=sha256_update\n${object}\n`)
  expect(await copiesInTwins({ objtree }, named)).toEqual([
    { object, symbols: ['sha256_update'], kind: 'twin', because: TWIN_REASON },
  ])
})

test('a program that vmlinux carries is looked into where it is linked in', async () => {
  await compile('arch/x86/purgatory/purgatory.ro', 'void sha256_update(void) {} void purgatory(void) {}')
  const carrier = 'arch/x86/purgatory/kexec-purgatory.o'
  expect(await copiesInPrograms({ objtree }, ['init/main.o'], named)).toEqual([])
  expect(await copiesInPrograms({ objtree }, ['init/main.o', carrier], named)).toMatchObject([
    { object: 'arch/x86/purgatory/purgatory.ro', symbols: ['sha256_update'], kind: 'program' },
  ])
})
