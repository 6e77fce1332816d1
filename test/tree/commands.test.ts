// SPDX-License-Identifier: GPL-2.0-only
import { execFile } from 'node:child_process'
import { appendFile, readdir, readFile, rm, utimes, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { beforeAll, expect, inject, test } from 'vitest'
import { kcarve } from '../kcarve.js'
import { treeDigest } from './tree-digest.js'

const run = promisify(execFile)
const tree = inject('tree')
let pristine: readonly string[]

beforeAll(async () => {
  pristine = await treeDigest(tree)
})

test('plan tells objects, hazards and edits, and writes nothing', async () => {
  const { exitCode, stdout } = await kcarve(['plan', tree, '--config', 'small', '--json'])
  expect(exitCode).toBe(0)
  const plan = JSON.parse(stdout)
  expect(plan.schema).toBe('kcarve/plan/2')
  expect(plan.totals.moves).toBeGreaterThan(50)
  expect(plan.edits.added + plan.edits.removed).toBeLessThan(400)
  expect(plan.edits.steps).toContainEqual(
    expect.objectContaining({ id: 'object-lists', variant: 'lists-in-makefile-lib', state: 'to do' }),
  )
  expect(plan.hazards.filter((hazard: { handledBy?: string }) => hazard.handledBy === undefined)).toEqual([])
  const { stdout: text } = await kcarve(['plan', tree, '--config', 'small'])
  expect(text).toContain('move into fips140.ko')
  expect(await treeDigest(tree)).toEqual(pristine)
})

test('the dry run is a patch that fits, and writes nothing', async () => {
  const { exitCode, stdout } = await kcarve(['apply', tree, '--dry-run'])
  expect(exitCode).toBe(0)
  const patch = run('patch', ['-d', tree, '-p1', '--dry-run', '--fuzz=0'])
  patch.child.stdin?.end(stdout)
  expect((await patch).stdout).toContain('checking file crypto/fips140/Kconfig')
  expect(await treeDigest(tree)).toEqual(pristine)
})

test('what the recipe adds is in the style of the kernel, by its own checker', async () => {
  expect((await kcarve(['apply', tree, '--quiet'])).exitCode).toBe(0)
  const added = (await readdir(join(tree, 'crypto/fips140'), { recursive: true }))
    .filter(path => /\.[chS]$/.test(path))
    .map(path => `crypto/fips140/${path}`)
  expect(added.length).toBeGreaterThan(10)
  // The kernel's own initcall macros end in a semicolon as well.
  const options = ['--no-tree', '--no-summary', '--terse', '--ignore', 'TRAILING_SEMICOLON', '-f']
  const checked = run('scripts/checkpatch.pl', [...options, ...added, 'include/linux/fips140.h'], {
    cwd: tree,
  })
  expect(await checked.catch(({ stdout }) => ({ stdout }))).toMatchObject({ stdout: '' })
  expect((await kcarve(['revert', tree])).exitCode).toBe(0)
})

test('apply and revert leave every byte, mode and time as they were', async () => {
  // Quiet: on a machine that does other things progress is told.
  const applied = await kcarve(['apply', tree, '--quiet'])
  expect(applied).toMatchObject({ exitCode: 0, stderr: '' })
  expect(await readFile(join(tree, 'crypto/Makefile'), 'utf8')).toContain('crypto-objs-$(CONFIG_CRYPTO_AES)')
  const status = await kcarve(['status', tree, '--json'])
  expect(status.exitCode).toBe(0)
  expect(JSON.parse(status.stdout)).toMatchObject({
    schema: 'kcarve/status/1',
    state: 'applied',
    modified: [],
  })
  const again = await kcarve(['apply', tree])
  expect(again).toMatchObject({ exitCode: 0, stdout: 'already applied: the tree stays as it is\n' })
  expect((await kcarve(['revert', tree])).exitCode).toBe(0)
  expect(await treeDigest(tree)).toEqual(pristine)
  expect((await kcarve(['status', tree])).stdout).toBe('clean: nothing is applied\n')
})

test('revert refuses to lose what was written since', async () => {
  await kcarve(['apply', tree])
  const path = join(tree, 'crypto/Kconfig')
  const applied = await readFile(path)
  await appendFile(path, '# mine\n')
  const status = await kcarve(['status', tree])
  expect(status.exitCode).toBe(1)
  expect(status.stdout).toContain('  crypto/Kconfig\n')
  const refused = await kcarve(['revert', tree])
  expect(refused.exitCode).toBe(2)
  expect(refused.stderr).toContain('crypto/Kconfig')
  await writeFile(path, applied)
  expect((await kcarve(['revert', tree])).exitCode).toBe(0)
  expect(await treeDigest(tree)).toEqual(pristine)
})

test('a tree without one anchor is refused in one line that names it', async () => {
  const path = join(tree, 'crypto/Kconfig')
  const before = await readFile(path, 'utf8')
  const [line] = pristine.filter(entry => entry.startsWith('crypto/Kconfig '))
  await writeFile(path, before.replace('endif\t# if CRYPTO\n', ''))
  try {
    const { exitCode, stderr } = await kcarve(['apply', tree, '--quiet'])
    expect(exitCode).toBe(2)
    expect(stderr).toMatch(/^kcarve: crypto\/Kconfig: no line "?endif # if CRYPTO.*\n$/)
  } finally {
    await writeFile(path, before)
    const time = Number(line?.split(' ')[2]) / 1000
    await utimes(path, time, time)
  }
  expect(await treeDigest(tree)).toEqual(pristine)
})

test('a copy of an applied tree without its record is known, and a part of it refused', async () => {
  await kcarve(['apply', tree])
  const record = join(tree, '.kcarve')
  const aside = `${tree}-record`
  await run('mv', [record, aside])
  expect((await kcarve(['status', tree])).stdout).toContain('without a record')
  await rm(join(tree, 'crypto/fips140/loader.c'))
  expect((await kcarve(['status', tree])).exitCode).toBe(1)
  const refused = await kcarve(['apply', tree])
  expect(refused.exitCode).toBe(2)
  expect(refused.stderr).toContain('partly applied')
  await run('mv', [aside, record])
  expect((await kcarve(['revert', tree])).exitCode).toBe(0)
  expect(await treeDigest(tree)).toEqual(pristine)
})
