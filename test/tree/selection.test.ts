// SPDX-License-Identifier: GPL-2.0-only
import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { afterEach, expect, inject, test } from 'vitest'
import { kcarve } from '../kcarve.js'
import { treeDigest } from './tree-digest.js'

const tree = inject('tree')
const CHOICE = ['--except', 'CRYPTO_SERPENT,crypto/async_tx']

afterEach(async () => {
  await kcarve(['revert', tree, '--quiet'])
})

const makefile = (directory: string) => readFile(join(tree, directory, 'Makefile'), 'utf8')

test('plan shows what is left out, and by which option', async () => {
  const { stdout } = await kcarve(['plan', tree, '--json', ...CHOICE, '--only', 'crypto'])
  const { directories } = JSON.parse(stdout)
  const objects = directories.flatMap((directory: { objects: object[] }) => directory.objects)
  expect(objects).toContainEqual(
    expect.objectContaining({ name: 'async_tx.o', because: 'left out by --except crypto/async_tx' }),
  )
  expect(objects).toContainEqual(
    expect.objectContaining({ name: 'aesni-intel.o', because: 'not among --only crypto' }),
  )
})

test('what is left out stays where it is linked, and what is wholly left out is not touched', async () => {
  const untouched = await makefile('crypto/async_tx')
  expect(await kcarve(['apply', tree, ...CHOICE])).toMatchObject({ exitCode: 0 })
  expect(await makefile('crypto')).toContain('crypto-objs-vmlinux += async_tx/\n')
  expect(await makefile('crypto')).toContain('crypto-objs-vmlinux += serpent_generic.o\n')
  expect(await makefile('crypto/async_tx')).toBe(untouched)
})

test('the tree records the choice: another one is refused, and status tells it', async () => {
  await kcarve(['apply', tree, ...CHOICE])
  expect(await kcarve(['apply', tree, ...CHOICE])).toMatchObject({
    stdout: 'already applied: the tree stays as it is\n',
  })
  expect((await kcarve(['status', tree])).stdout).toMatch(
    /^applied: standalone-crypto \S+ --except CRYPTO_SERPENT,/,
  )
  expect((await kcarve(['plan', tree])).stdout).toContain('left out by --except CRYPTO_SERPENT')
  const applied = await treeDigest(tree)
  for (const args of [[], ['--only', 'crypto'], ['--except', 'crypto/async_tx']]) {
    const { exitCode, stderr } = await kcarve(['apply', tree, ...args])
    expect(exitCode).toBe(2)
    expect(stderr).toMatch(
      /--except CRYPTO_SERPENT,\S+ is applied already, not .*\n {2}revert the tree first\n$/,
    )
  }
  expect(await treeDigest(tree)).toEqual(applied)
})

test('a name that the tree does not know is refused, with those like it', async () => {
  for (const command of [
    ['apply', tree],
    ['plan', tree],
    ['patch', tree, '-o', '/nope'],
  ]) {
    const { exitCode, stderr } = await kcarve([...command, '--only', 'CONFIG_CRYPTO_SERPANT', '--quiet'])
    expect(exitCode).toBe(2)
    expect(stderr).toMatch(
      /^kcarve: CONFIG_CRYPTO_SERPANT is no carved .*\n {2}nearest: CRYPTO_SERPENT, .*\n$/,
    )
  }
})
