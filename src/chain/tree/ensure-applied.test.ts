// SPDX-License-Identifier: GPL-2.0-only
import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { append, type Recipe, recordedStates, step } from '../../edit/index.js'
import { makeTree } from '../../edit/testing/small-tree.js'
import { ensureApplied } from './ensure-applied.js'
import { planTree } from './plan-tree.js'

const recipe = (text: string): Recipe => ({
  name: 'demo',
  steps: [step({ id: 'end', path: 'f', purpose: 'the demo', group: 'demo', edits: [append(text)] })],
  files: [],
})

async function treeWith(text: string) {
  const root = await makeTree({ f: 'a\n' })
  const tree = { root, version: '6.12.0', numbers: [6, 12, 0], name: '' } as const
  await ensureApplied(await planTree(tree, recipe(text)), true)
  return tree
}

test('edits that are in place stay as they are', async () => {
  const tree = await treeWith('same')
  expect(await ensureApplied(await planTree(tree, recipe('same')), true)).toBe('already applied')
})

test('in a tree of our own, another version of the recipe is replaced', async () => {
  const tree = await treeWith('old')
  const plan = await planTree(tree, recipe('new'))
  expect(await ensureApplied(plan, true)).toBe('applied')
  expect(await readFile(join(tree.root, 'f'), 'utf8')).toBe('a\nnew\n')
  expect(await recordedStates(tree.root)).toMatchObject([{ version: plan.edits.version, modified: [] }])
})

test('in a tree of the user, it is refused', async () => {
  const tree = await treeWith('old')
  await expect(ensureApplied(await planTree(tree, recipe('new')), false)).rejects.toThrow(
    /^demo \w+ is applied already, not demo \w+$/,
  )
  expect(await readFile(join(tree.root, 'f'), 'utf8')).toBe('a\nold\n')
})
