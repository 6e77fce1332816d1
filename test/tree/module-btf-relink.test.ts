// SPDX-License-Identifier: GPL-2.0-only
import { mkdtemp, readdir, readFile, rm, utimes, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, inject, test } from 'vitest'
import { kcarve } from '../kcarve.js'
import { treeDigest } from './tree-digest.js'

const tree = inject('tree')
const MODFINAL = join(tree, 'scripts/Makefile.modfinal')
const RECIPE = ['--recipe', 'module-btf-relink']
const AUTHOR = {
  GIT_AUTHOR_NAME: 'A Reviewer',
  GIT_AUTHOR_EMAIL: 'reviewer@example.org',
}

let scratch: string
let pristine: readonly string[]

beforeAll(async () => {
  scratch = await mkdtemp(join(tmpdir(), 'kcarve-relink-'))
  pristine = await treeDigest(tree)
})
afterAll(() => rm(scratch, { recursive: true, force: true }))

test('apply takes the exclusion out, and revert restores every byte', async () => {
  const stock = await readFile(MODFINAL, 'utf8')
  expect(stock).toContain('if_changed_except')
  expect(await kcarve(['apply', tree, ...RECIPE, '--quiet'])).toMatchObject({ exitCode: 0, stderr: '' })
  const applied = await readFile(MODFINAL, 'utf8')
  expect(applied).not.toContain('_except')
  expect(applied).toContain('\n\t+$(call if_changed,ld_ko_o)\n')
  const changed = (await treeDigest(tree)).filter(entry => !pristine.includes(entry))
  expect(changed.filter(entry => !entry.startsWith('.kcarve'))).toHaveLength(1)
  expect((await kcarve(['status', tree, ...RECIPE])).stdout).toMatch(/^applied/)
  expect((await kcarve(['revert', tree, ...RECIPE])).exitCode).toBe(0)
  expect(await treeDigest(tree)).toEqual(pristine)
})

test('plan names the variant that fits', async () => {
  const { exitCode, stdout } = await kcarve(['plan', tree, ...RECIPE, '--json'])
  expect(exitCode).toBe(0)
  expect(JSON.parse(stdout).edits.steps).toMatchObject([
    { id: 'link-when-vmlinux-changed', variant: 'savedcmd', state: 'to do' },
  ])
})

test('a tree without the exclusion has nothing to do, and gets no record', async () => {
  const stock = await readFile(MODFINAL, 'utf8')
  const time = Number(pristine.find(entry => entry.startsWith('scripts/Makefile.modfinal '))?.split(' ')[2])
  await writeFile(MODFINAL, withoutExclusion(stock))
  try {
    const upstream = await treeDigest(tree)
    const plan = await kcarve(['plan', tree, ...RECIPE])
    expect(plan).toMatchObject({ exitCode: 0, stdout: expect.stringContaining('nothing to do') })
    const none = 'nothing to do: this tree does not need module-btf-relink\n'
    expect(await kcarve(['apply', tree, ...RECIPE])).toMatchObject({ exitCode: 0, stdout: none })
    const patch = await kcarve(['patch', tree, ...RECIPE, '-o', join(scratch, 'none')], { env: AUTHOR })
    expect(patch).toMatchObject({ exitCode: 0, stdout: none })
    expect(await readdir(scratch)).not.toContain('none')
    expect(await treeDigest(tree)).toEqual(upstream)
  } finally {
    await writeFile(MODFINAL, stock)
    await utimes(MODFINAL, time / 1000, time / 1000)
  }
  expect(await treeDigest(tree)).toEqual(pristine)
})

/** As upstream has it. */
const withoutExclusion = (modfinal: string) =>
  modfinal
    .replace(/^# Same as newer-prereqs[\s\S]*?(?=^# Re-generate)/m, '')
    .replace('if_changed_except,ld_ko_o,vmlinux', 'if_changed,ld_ko_o')

test('the series is a cover letter and one patch', async () => {
  const directory = join(scratch, 'series')
  expect(await kcarve(['patch', tree, ...RECIPE, '-o', directory, '--quiet'], { env: AUTHOR })).toMatchObject(
    {
      exitCode: 0,
    },
  )
  const [cover = '', patch = '', ...rest] = (await readdir(directory)).sort()
  expect(rest).toEqual([])
  expect(await readFile(join(directory, cover), 'utf8')).toContain('resolve_btfids')
  expect(await readFile(join(directory, patch), 'utf8')).toContain('\n-\t+$(call if_changed_except,')
})

const CRYPTO = ['--recipe', 'standalone-crypto']
const orders = [
  ['after', CRYPTO, RECIPE],
  ['before', RECIPE, CRYPTO],
] as const

for (const [order, first, second] of orders) {
  test(`applied ${order} standalone-crypto, both can be taken off again`, async () => {
    for (const recipe of [first, second]) {
      expect(await kcarve(['apply', tree, ...recipe, '--quiet'])).toMatchObject({ exitCode: 0, stderr: '' })
    }
    for (const recipe of [first, second]) {
      expect((await kcarve(['status', tree, ...recipe])).stdout).toMatch(/^applied/)
    }
    // Both edit scripts/Makefile.modfinal.
    const refused = await kcarve(['revert', tree, ...first])
    expect(refused.exitCode).toBe(2)
    expect(refused.stderr).toContain(second[1])
    for (const recipe of [second, first]) {
      expect(await kcarve(['revert', tree, ...recipe, '--quiet'])).toMatchObject({ exitCode: 0, stderr: '' })
    }
    expect(await treeDigest(tree)).toEqual(pristine)
  })
}

test('the order of the recipes makes no difference to the tree', async () => {
  const made = []
  for (const [, first, second] of orders) {
    for (const recipe of [first, second]) await kcarve(['apply', tree, ...recipe, '--quiet'])
    made.push((await treeDigest(tree)).flatMap(contentOf))
    for (const recipe of [second, first]) await kcarve(['revert', tree, ...recipe, '--quiet'])
  }
  expect(made[0]).toEqual(made[1])
})

/** Without the times of files that were written, and without our records. */
const contentOf = (entry: string): string[] => {
  const [path = '', mode, , digest] = entry.split(' ')
  return path.startsWith('.kcarve') ? [] : [`${path} ${mode} ${digest}`]
}
