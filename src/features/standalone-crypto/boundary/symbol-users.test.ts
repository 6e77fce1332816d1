// SPDX-License-Identifier: GPL-2.0-only
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { runCommand } from '../../../core/run-command.js'
import { readElf } from '../../../formats/elf/index.js'
import { referencesTo } from './symbol-users.js'

test('functions and objects that refer to a symbol are its users', async () => {
  const directory = await mkdtemp(join(tmpdir(), 'kcarve-users-'))
  const source = join(directory, 'a.c')
  await writeFile(
    source,
    `extern int digest(int), key;
int unused(int x) { return x; }
int second(int x) { return digest(x) + key; }
int first(int x) { return digest(x + 1); }
int (*table[2])(int) = { unused, digest };
`,
  )
  await runCommand('gcc', ['-c', '-O1', '-o', join(directory, 'a.o'), source])
  const users = referencesTo(
    readElf(await readFile(join(directory, 'a.o'))),
    new Set(['digest', 'key', 'absent']),
  )
  const counts = [...users].map(([name, references]) => [name, Object.fromEntries(references)])
  expect(Object.fromEntries(counts)).toEqual({
    digest: { first: 1, second: 1, table: 1 },
    key: { second: 1 },
    absent: {},
  })
  await rm(directory, { recursive: true })
})
