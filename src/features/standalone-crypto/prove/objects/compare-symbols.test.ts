// SPDX-License-Identifier: GPL-2.0-only
import { readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { runCommand } from '../../../../core/run-command.js'
import { readElf } from '../../../../formats/elf/index.js'
import { scratch } from '../../../../formats/testing/scratch.js'
import { compareSymbols } from './compare-symbols.js'

const directory = scratch()

async function compiled(name: string, source: string) {
  await writeFile(join(directory, `${name}.c`), source)
  await runCommand('gcc', ['-c', '-o', `${name}.o`, `${name}.c`], { cwd: directory })
  return readElf(await readFile(join(directory, `${name}.o`)))
}

test('symbols that were lost on the way, or are on both sides, are found', async () => {
  const one = await compiled(
    'one',
    'int aes(void) { return 1; } static int own; int use(void) { return own; }',
  )
  const two = await compiled('two', 'int kernel(void) { return 2; }')
  const objects = [{ path: 'one.o', elf: one }]
  expect(compareSymbols({ module: one, vmlinux: two, objects })).toMatchObject({
    status: 'pass',
    evidence: ['2 global symbols in the module, none of them in vmlinux'],
  })
  expect(compareSymbols({ module: two, vmlinux: one, objects }).differences).toEqual([
    'aes of one.o is not in the module',
    'use of one.o is not in the module',
  ])
  const both = compareSymbols({ module: one, vmlinux: one, objects })
  expect(both.evidence).toEqual(['2 global symbols in the module, 2 of them in vmlinux'])
  expect(both.differences).toEqual([
    'aes is defined both in the module and in vmlinux',
    'use is defined both in the module and in vmlinux',
  ])
})
