// SPDX-License-Identifier: GPL-2.0-only
import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { beforeAll, expect, inject, test } from 'vitest'
import { applyPlan, planEdits, revertTree, treeState } from '../../src/edit/index.js'
import type { Feature } from '../../src/features/feature.js'
import { features } from '../../src/features/registry.js'
import { kcarve } from '../kcarve.js'
import { treeDigest } from './tree-digest.js'

const tree = inject('tree')
let pristine: readonly string[]

beforeAll(async () => {
  pristine = await treeDigest(tree)
})

const all: readonly Feature[] = features

async function apply(feature: Feature): Promise<void> {
  await applyPlan(tree, await planEdits(tree, await feature.readRecipe(tree, {})))
}

/** What the tree holds, without records. */
const contents = async () =>
  (await treeDigest(tree))
    .filter(entry => !entry.startsWith('.kcarve'))
    .map(entry => entry.replace(/ \S+ (?=\S*$)/, ' '))

test('all recipes stack in any order, to the same sources, and come off again', async () => {
  let stacked: readonly string[] | undefined
  for (const order of [all, [...all].reverse()]) {
    for (const feature of order) await apply(feature)
    for (const feature of all) {
      expect(await treeState(tree, await feature.readRecipe(tree, {})), feature.name).toMatchObject({
        state: 'applied',
        modified: [],
      })
    }
    stacked ??= await contents()
    expect(await contents()).toEqual(stacked)
    for (const { name } of [...order].reverse()) {
      expect(await revertTree(tree, { recipe: name })).toMatchObject({ state: 'reverted' })
    }
    expect(await treeDigest(tree)).toEqual(pristine)
  }
})

test('status tells all of them; a recipe below one that edits the same file names that one', async () => {
  for (const recipe of ['module-btf-relink', 'standalone-crypto']) {
    expect(await kcarve(['apply', tree, '--recipe', recipe, '-q'])).toMatchObject({ exitCode: 0 })
  }
  expect(await readFile(join(tree, 'scripts/Makefile.modfinal'), 'utf8')).toContain(
    'Makefile.fips140-modfinal',
  )
  const { stdout, exitCode } = await kcarve(['status', tree])
  expect(exitCode).toBe(0)
  expect(stdout).toMatch(
    /^applied: module-btf-relink [0-9a-f]{12}, .*\napplied: standalone-crypto [0-9a-f]{12}, /,
  )
  const status = JSON.parse((await kcarve(['status', tree, '--json'])).stdout)
  expect(status).toMatchObject({ state: 'applied', recipe: 'standalone-crypto' })
  expect(status.recipes.map(({ recipe }: { recipe: string }) => recipe)).toEqual([
    'module-btf-relink',
    'standalone-crypto',
  ])
  const refused = await kcarve(['revert', tree, '--recipe', 'module-btf-relink', '-q'])
  expect(refused.exitCode).toBe(2)
  expect(refused.stderr).toContain('standalone-crypto was applied after module-btf-relink')
  expect(refused.stderr).toContain(`kcarve revert ${tree} --recipe standalone-crypto`)
  expect((await kcarve(['revert', tree])).stdout).toMatch(/^reverted/)
  expect((await kcarve(['revert', tree])).stdout).toBe(
    'standalone-crypto is not applied: the tree stays as it is\napplied: module-btf-relink\n',
  )
  expect((await kcarve(['revert', tree, '--recipe', 'module-btf-relink'])).stdout).toMatch(/^reverted/)
  expect(await treeDigest(tree)).toEqual(pristine)
})

test('what one recipe takes is refused for another, and an unknown one names its like', async () => {
  const options = await kcarve(['plan', tree, '--recipe', 'module-btf-relink', '--only', 'crypto'])
  expect(options).toMatchObject({ exitCode: 2, stderr: expect.stringContaining('has no --only') })
  const config = await kcarve(['plan', tree, '--recipe', 'module-btf-relink', '--config', 'small'])
  expect(config).toMatchObject({ exitCode: 2, stderr: expect.stringContaining('every configuration') })
  const unknown = await kcarve(['apply', tree, '--recipe', 'module-btf'])
  expect(unknown).toMatchObject({
    exitCode: 2,
    stderr: expect.stringContaining('nearest: module-btf-relink'),
  })
})
