// SPDX-License-Identifier: GPL-2.0-only
import { mkdir, writeFile } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { expect, test } from 'vitest'
import { runCommand } from '../../../core/run-command.js'
import { scratch } from '../../../formats/testing/scratch.js'
import { readCrossings } from './read-crossings.js'

const objDir = scratch()

const SOURCES: Readonly<Record<string, string>> = {
  'net/ipv4/ah4': `extern int digest(int), key;
int ah_output(int x) { return digest(x) + digest(x + 1); }
int ah_init(int x) { return digest(x) + key; }`,
  'lib/string': 'int copied; int copy(int x) { return x + copied; }',
  'crypto/hash': 'extern int copy(int), copied; int key = 3; int digest(int x) { return copy(x) - copied; }',
}

test('each symbol is told with the object that has it, and those that use it with their functions', async () => {
  for (const [path, text] of Object.entries(SOURCES)) {
    await mkdir(dirname(join(objDir, path)), { recursive: true })
    await writeFile(join(objDir, `${path}.c`), text)
    await runCommand('gcc', ['-c', '-O1', '-fno-common', '-o', `${path}.o`, `${path}.c`], { cwd: objDir })
  }
  await mkdir(join(objDir, 'crypto/fips140'), { recursive: true })
  await writeFile(join(objDir, 'crypto/fips140/fips140.mod'), 'crypto/hash.o\n\n')
  await writeFile(join(objDir, 'lib/bitcode.o'), 'BC: no ELF')
  await runCommand('ar', ['cDPrST', 'vmlinux.a', 'net/ipv4/ah4.o', 'lib/string.o', 'lib/bitcode.o'], {
    cwd: objDir,
  })
  const { objects, symbols } = await readCrossings(objDir, {
    functions: [{ name: 'digest', users: [] }],
    variables: [{ name: 'key', users: [], section: '.data', size: 4, align: 4 }],
    imports: ['copied', 'copy', 'nobody'],
  })
  expect(objects).toEqual([{ path: 'crypto/hash.o', bytes: expect.any(Number) }])
  expect(symbols).toEqual([
    {
      name: 'digest',
      kind: 'function',
      direction: 'in',
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
    {
      name: 'key',
      kind: 'variable',
      direction: 'in',
      definedIn: 'crypto/hash.o',
      users: [{ object: 'net/ipv4/ah4.o', from: [{ name: 'ah_init', references: 1 }] }],
    },
    expect.objectContaining({
      name: 'copied',
      kind: 'variable',
      direction: 'out',
      definedIn: 'lib/string.o',
    }),
    expect.objectContaining({ name: 'copy', kind: 'function', direction: 'out', definedIn: 'lib/string.o' }),
    { name: 'nobody', kind: 'function', direction: 'out', definedIn: null, users: [] },
  ])
})
