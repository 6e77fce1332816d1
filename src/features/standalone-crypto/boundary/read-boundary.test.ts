// SPDX-License-Identifier: GPL-2.0-only
import { mkdir, rm, writeFile } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { beforeAll, expect, test } from 'vitest'
import { runCommand } from '../../../core/run-command.js'
import { writeBitcode } from '../../../formats/llvm-bitcode/testing/write-bitcode.js'
import { scratch } from '../../../formats/testing/scratch.js'
import { classImports } from './class-imports.js'
import type { ImportClass } from './classes/import-class.js'
import { crossingsOf, listBoundary } from './crossings.js'
import { readBoundary } from './read-boundary.js'

const objtree = scratch()
const built = {
  objtree,
  srctree: objtree,
  vmlinux: join(objtree, 'vmlinux'),
  vmlinuxArchive: join(objtree, 'vmlinux.a'),
}

const SOURCES: Readonly<Record<string, string>> = {
  'net/ipv4/ah4': `extern int digest(int), key;
int ah_output(int x) { return digest(x) + digest(x + 1); }
int ah_init(int x) { return digest(x) + key; }`,
  'lib/string': '__attribute__((visibility("hidden"))) int copied; int copy(int x) { return x + copied; }',
  'lib/crypto/rounds': 'int rounds(int x) { return x; }',
  'crypto/fips': 'int fips_enabled;',
  'crypto/hash': `extern int copy(int), copied, nobody(void), rounds(int), fips_enabled, second_name; int key = 3;
struct { int flags; char name[128], driver[128]; } alg = { 1, "hash", "hash-generic" };
int digest(int x) { return copy(x) - copied + nobody() + rounds(x) + fips_enabled + second_name; }`,
}
const IN_VMLINUX = ['net/ipv4/ah4.o', 'lib/string.o', 'lib/crypto/rounds.o', 'crypto/fips.o']

beforeAll(async () => {
  const files = {
    ...Object.fromEntries(Object.entries(SOURCES).map(([path, text]) => [`${path}.c`, text])),
    'crypto/fips140/fips140.mod': 'crypto/hash.o\n\n',
    'crypto/fips140/link/redirect.S': '\tfips140_func 0, digest\n\tfips140_var key, .data, 4, 4\n',
    'crypto/Makefile': 'obj-$(CONFIG_CRYPTO_FIPS) += fips.o\n',
  }
  for (const [path, text] of Object.entries(files)) {
    await mkdir(dirname(join(objtree, path)), { recursive: true })
    await writeFile(join(objtree, path), text)
  }
  for (const path of Object.keys(SOURCES)) {
    await run('gcc', '-c', '-O1', '-fno-common', '-fno-pic', '-o', `${path}.o`, `${path}.c`)
  }
  await run('ld', '-r', '-o', 'crypto/fips140/fips140.ko', 'crypto/hash.o')
  await run('ld', '-r', '-o', 'vmlinux.o', ...IN_VMLINUX)
  const script = ['--defsym', 'second_name=copied', '--defsym', 'digest=0', '--defsym', 'key=0']
  await run('ld', '-e', '0', '-o', 'vmlinux', ...script, 'vmlinux.o')
})

const run = (program: string, ...args: string[]) => runCommand(program, args, { cwd: objtree })

async function archive(...objects: string[]) {
  await rm(built.vmlinuxArchive, { force: true })
  await run('ar', 'cDPrST', 'vmlinux.a', ...objects)
}

const FIPS_REASON = 'fips_enabled is used before the module is loaded'

function imported(
  name: string,
  kind: 'function' | 'variable',
  definedIn: string | null,
  its: ImportClass,
  because: string | null = null,
) {
  const users = [{ object: 'crypto/hash.o', from: [{ name: 'digest', references: 1 }] }]
  return { name, kind, definedIn, class: its, because, users, neededBy: [] as string[] }
}

test('each symbol is told with the object that has it, and those that use it with their functions', async () => {
  await archive(...IN_VMLINUX)
  const boundary = await readBoundary(built)
  expect(boundary).toMatchObject({
    objects: [{ path: 'crypto/hash.o', bytes: expect.any(Number) }],
    functions: [
      {
        name: 'digest',
        definedIn: 'crypto/hash.o',
        users: [
          {
            object: 'net/ipv4/ah4.o',
            from: [
              { name: 'ah_init', references: 1 },
              { name: 'ah_output', references: 2 },
            ],
          },
        ],
      },
    ],
    variables: [
      {
        name: 'key',
        section: '.data',
        size: 4,
        align: 4,
        definedIn: 'crypto/hash.o',
        users: [{ object: 'net/ipv4/ah4.o', from: [{ name: 'ah_init', references: 1 }] }],
      },
    ],
    imports: [
      imported('copied', 'variable', 'lib/string.o', 'kernel service'),
      imported('copy', 'function', 'lib/string.o', 'kernel service'),
      imported('fips_enabled', 'variable', 'crypto/fips.o', 'named exception', FIPS_REASON),
      imported('nobody', 'function', null, 'not classed', 'no object of vmlinux defines it'),
      {
        ...imported('rounds', 'function', 'lib/crypto/rounds.o', 'cryptography'),
        neededBy: ['hash-generic'],
      },
      imported('second_name', 'function', null, 'kernel service', 'another name of copied in lib/string.o'),
    ],
    outside: [
      { path: 'lib/crypto/rounds.o', because: null },
      { path: 'crypto/fips.o', because: FIPS_REASON },
    ],
  })
  expect(listBoundary(boundary)).toEqual({
    functions: [{ name: 'digest', users: ['ah_init', 'ah_output'] }],
    variables: [{ name: 'key', section: '.data', size: 4, align: 4, users: ['ah_init'] }],
    imports: ['copied', 'copy', 'fips_enabled', 'nobody', 'rounds', 'second_name'],
    classes: { 'kernel service': 3, 'named exception': 1, cryptography: 1, 'not classed': 1 },
    outside: [
      {
        object: 'lib/crypto/rounds.o',
        symbols: ['rounds'],
        users: ['crypto/hash.o'],
        neededBy: ['hash-generic'],
      },
    ],
    copies: [],
  })
  expect(crossingsOf(boundary).symbols.map(({ name, kind, direction }) => [name, kind, direction])).toEqual([
    ['digest', 'function', 'in'],
    ['key', 'variable', 'in'],
    ['copied', 'variable', 'out'],
    ['copy', 'function', 'out'],
    ['fips_enabled', 'variable', 'out'],
    ['nobody', 'function', 'out'],
    ['rounds', 'function', 'out'],
    ['second_name', 'function', 'out'],
  ])
})

test('the objects of a build class the imports of any module', async () => {
  await archive(...IN_VMLINUX)
  const names = ['copy', 'fips_enabled', 'nobody', 'rounds', 'second_name']
  expect(await classImports(names, { build: built })).toEqual({
    knownBy: 'objects',
    classes: { 'kernel service': 2, 'named exception': 1, cryptography: 1, 'not classed': 1 },
    cryptography: [{ name: 'rounds', because: 'lib/crypto/rounds.o' }],
    exceptions: [{ name: 'fips_enabled', because: FIPS_REASON }],
    notClassed: [{ name: 'nobody', because: 'no object of vmlinux defines it' }],
  })
})

test('objects that are bitcode tell what they define, and what they are linked to tells the users', async () => {
  const functions = (...names: string[]) => writeBitcode(names.map(name => ({ name, isFunction: true })))
  await writeFile(join(objtree, 'lib/bitcode.o'), functions('copy', 'own'))
  await writeFile(join(objtree, 'lib/crypto/bitcode.o'), functions('rounds', 'digest'))
  await archive('net/ipv4/ah4.o', 'lib/bitcode.o', 'lib/crypto/bitcode.o', 'crypto/fips.o')
  const boundary = await readBoundary(built)
  expect(boundary.functions[0]?.users).toEqual([
    {
      object: 'vmlinux.o',
      from: [
        { name: 'ah_init', references: 1 },
        { name: 'ah_output', references: 2 },
      ],
    },
  ])
  const place = (asked: string) => boundary.imports.find(({ name }) => name === asked)
  expect(place('copy')).toMatchObject({ definedIn: 'lib/bitcode.o', class: 'kernel service' })
  expect(place('rounds')).toMatchObject({ definedIn: 'lib/crypto/bitcode.o', class: 'cryptography' })
  expect(boundary.copies).toEqual([
    { object: 'lib/crypto/bitcode.o', symbols: ['digest'], kind: 'copy', because: null },
  ])
})

test('an object that is neither ELF nor bitcode is refused by name', async () => {
  await writeFile(join(objtree, 'lib/bitcode.o'), 'no object')
  await archive('net/ipv4/ah4.o', 'lib/bitcode.o')
  await expect(readBoundary(built)).rejects.toThrow('lib/bitcode.o: e_ident at offset 0: not an ELF file')
})

test('a build that is not carved, or not complete, is refused by what is missing', async () => {
  await rm(built.vmlinuxArchive)
  await expect(readBoundary(built)).rejects.toThrow('vmlinux.a cannot be read: the build is not complete')
  await rm(join(objtree, 'crypto/fips140/fips140.ko'))
  await expect(readBoundary(built)).rejects.toThrow(
    `${objtree} holds no carved build: crypto/fips140/fips140.ko is not there`,
  )
})
