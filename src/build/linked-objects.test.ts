// SPDX-License-Identifier: GPL-2.0-only
import { mkdir, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { UsageError } from '../core/errors.js'
import { runCommand } from '../core/run-command.js'
import { scratch } from '../formats/testing/scratch.js'
import { moduleObjects, vmlinuxObjects } from './linked-objects.js'

const directory = scratch()
const built = (objtree: string) => ({ objtree, vmlinuxArchive: join(objtree, 'vmlinux.a') })

async function compile(name: string): Promise<void> {
  await writeFile(join(directory, `${name}.c`), 'int x;')
  await runCommand('gcc', ['-c', '-o', `${name}.o`, `${name}.c`], { cwd: directory })
}

test('members of vmlinux.a and of the module are listed', async () => {
  for (const folder of ['crypto', 'crypto/some', 'kernel']) await mkdir(join(directory, folder))
  const objects = ['crypto/aes', 'crypto/hash_info', 'kernel/fork']
  for (const path of objects) await compile(path)
  await runCommand('ar', ['cDPrST', 'vmlinux.a', ...objects.map(path => `${path}.o`)], { cwd: directory })
  await writeFile(join(directory, 'crypto/some/some.mod'), 'crypto/some/first.o\ncrypto/aes.o\n')
  expect(await vmlinuxObjects(built(directory), ['crypto'])).toEqual(['crypto/aes.o', 'crypto/hash_info.o'])
  expect(await moduleObjects(built(directory), 'crypto/some/some.ko')).toEqual([
    'crypto/some/first.o',
    'crypto/aes.o',
  ])
})

test('a build that is not complete is refused', async () => {
  await expect(vmlinuxObjects(built(join(directory, 'no')))).rejects.toBeInstanceOf(UsageError)
  await expect(moduleObjects(built(join(directory, 'no')), 'crypto/some/some.ko')).rejects.toBeInstanceOf(
    UsageError,
  )
})
