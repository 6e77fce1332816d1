// SPDX-License-Identifier: GPL-2.0-only
import { mkdir, readFile, rename, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { ToolError } from '../core/errors.js'
import {
  after,
  append,
  applyPlan,
  line,
  mapLines,
  planEdits,
  type Recipe,
  recordedStates,
  replace,
  revertTree,
  step,
  treeChanges,
  treeState,
} from './index.js'
import { makeTree, snapshot } from './testing/small-tree.js'

const lower: Recipe = {
  name: 'lower',
  steps: [
    step({ id: 'shared', path: 'shared', purpose: 's', group: 'g', edits: [after(line('a'), 'lower')] }),
    step({ id: 'own', path: 'low', purpose: 's', group: 'g', edits: [append('lower')] }),
  ],
  files: [{ path: 'new/lower', content: 'text\n', purpose: 'a file' }],
}

const upper: Recipe = {
  name: 'upper',
  steps: [
    step({ id: 'shared', path: 'shared', purpose: 's', group: 'g', edits: [replace(line('b'), 'upper')] }),
    step({
      id: 'map',
      path: 'shared',
      purpose: 's',
      group: 'g',
      edits: [mapLines('c becomes C', text => text.replace(/^c$/, 'C'))],
    }),
  ],
  files: [],
}

const apart: Recipe = {
  name: 'apart',
  steps: [step({ id: 'own', path: 'other', purpose: 's', group: 'g', edits: [append('apart')] })],
  files: [],
}

const FILES = { shared: 'a\nb\nc\n', low: 'l\n', other: 'o\n' }

async function applied(...recipes: Recipe[]) {
  const root = await makeTree(FILES)
  const original = await snapshot(root)
  for (const recipe of recipes) await applyPlan(root, await planEdits(root, recipe))
  return { root, original }
}

const text = (root: string, path: string) => readFile(join(root, path), 'utf8')

test('recipes stack on one file, in either order, and come off in reverse', async () => {
  for (const [first, second] of [
    [lower, upper],
    [upper, lower],
  ] as const) {
    const { root, original } = await applied(first, second)
    expect(await text(root, 'shared')).toBe('a\nlower\nupper\nC\n')
    for (const recipe of [first, second]) {
      expect(await treeState(root, recipe)).toMatchObject({ state: 'applied', modified: [] })
    }
    await revertTree(root, { recipe: second.name })
    expect(await treeState(root, first)).toMatchObject({ state: 'applied', modified: [] })
    expect(await treeState(root, second)).toEqual({ state: 'clean' })
    await revertTree(root, { recipe: first.name })
    expect(await snapshot(root)).toEqual(original)
  }
})

test('a recipe below another one is planned, applied again and shown as if it were alone', async () => {
  const { root } = await applied(lower, upper)
  const alone = await applied(lower)
  const [stacked, single] = [await planEdits(root, lower), await planEdits(alone.root, lower)]
  expect(stacked.steps).toEqual(single.steps)
  expect(treeChanges(stacked)).toEqual(treeChanges(single))
  const before = await snapshot(root)
  expect(await applyPlan(root, stacked)).toMatchObject({ state: 'already applied' })
  expect(await snapshot(root)).toEqual(before)
  const [change] = treeChanges(await planEdits(root, upper))
  expect(change?.diff).toContain('\n a\n lower\n-b\n-c\n+upper\n+C\n')
})

test('a recipe whose file another one has edited since waits for that one', async () => {
  const { root, original } = await applied(lower, apart, upper)
  const before = await snapshot(root)
  const refused = await revertTree(root, { recipe: 'lower' }).catch(error => error)
  expect(refused).toBeInstanceOf(ToolError)
  expect(refused.message).toBe('upper was applied after lower and changes shared too: it has to go first')
  expect(refused.hint).toBe(`kcarve revert ${root} --recipe upper`)
  expect(await snapshot(root)).toEqual(before)
  for (const recipe of ['upper', 'lower', 'apart']) {
    expect(await revertTree(root, { recipe })).toMatchObject({ state: 'reverted' })
  }
  expect(await snapshot(root)).toEqual(original)
})

test('recipes with files of their own come off in any order', async () => {
  const { root, original } = await applied(lower, apart)
  expect((await recordedStates(root)).map(state => 'recipe' in state && state.recipe)).toEqual([
    'lower',
    'apart',
  ])
  expect(await revertTree(root, { recipe: 'lower' })).toMatchObject({ state: 'reverted' })
  expect(await revertTree(root, { recipe: 'lower' })).toMatchObject({ state: 'clean' })
  expect(await text(root, 'other')).toBe('o\napart\n')
  await applyPlan(root, await planEdits(root, lower))
  expect(await revertTree(root, { recipe: 'apart' })).toMatchObject({ state: 'reverted' })
  expect(await revertTree(root)).toMatchObject({ state: 'reverted' })
  expect(await snapshot(root)).toEqual(original)
})

test('a new file of one recipe, edited by another or with one beside it, is reverted after it', async () => {
  const edits: Recipe = {
    name: 'edits',
    steps: [step({ id: 's', path: 'new/lower', purpose: 's', group: 'g', edits: [append('more')] })],
    files: [],
  }
  const beside: Recipe = {
    name: 'beside',
    steps: [],
    files: [{ path: 'new/beside', content: '', purpose: 'f' }],
  }
  for (const other of [edits, beside]) {
    const { root, original } = await applied(lower, other)
    expect(await treeState(root, lower)).toMatchObject({ state: 'applied', modified: [] })
    expect((await planEdits(root, lower)).newFiles).toMatchObject([{ state: 'present' }])
    await expect(revertTree(root, { recipe: 'lower' })).rejects.toThrow(
      `${other.name} was applied after lower`,
    )
    await revertTree(root)
    await revertTree(root)
    expect(await snapshot(root)).toEqual(original)
  }
})

test('an apply on top that is cut off at any moment is undone, and leaves what is below', async () => {
  const { root } = await applied(lower)
  const below = await snapshot(root)
  const plan = await planEdits(root, upper)
  for (let failing = 1; ; failing++) {
    let step_ = 0
    const onStep = () => {
      if (++step_ >= failing) throw new ToolError('cut off')
    }
    const outcome = await applyPlan(root, plan, { onStep }).catch(error => error)
    if (!(outcome instanceof ToolError)) break
    expect(await treeState(root, lower)).toMatchObject({ state: 'applied', modified: [] })
    // As a plan sees the tree: undone.
    expect((await planEdits(root, upper)).steps.map(({ state }) => state)).toEqual(['to do', 'to do'])
    await revertTree(root, { recipe: 'upper' })
    expect(await snapshot(root)).toEqual(below)
  }
  expect(await treeState(root, upper)).toMatchObject({ state: 'applied' })
})

/** Moves the record of the one recipe to where version 0.1.0 had it. */
async function asWrittenBy010(root: string, recipe: string): Promise<void> {
  const state = join(root, '.kcarve')
  const { layer: _, ...record } = JSON.parse(await text(state, `${recipe}/applied.json`))
  await rename(join(state, recipe, 'originals'), join(state, 'originals'))
  await rm(join(state, recipe), { recursive: true })
  await writeFile(join(state, 'applied.json'), JSON.stringify({ ...record, version: '0.1.0' }, null, 1))
}

test('a tree applied by kcarve 0.1.0 is known, takes other recipes, and is reverted byte for byte', async () => {
  const { root, original } = await applied(lower)
  await asWrittenBy010(root, 'lower')
  expect(await treeState(root, lower)).toMatchObject({
    state: 'applied',
    recipe: 'lower',
    version: '0.1.0',
    modified: [],
  })
  expect((await planEdits(root, lower)).steps.map(({ state }) => state)).toEqual(['present', 'present'])
  await applyPlan(root, await planEdits(root, upper))
  await expect(revertTree(root, { recipe: 'lower' })).rejects.toThrow('upper was applied after lower')
  await revertTree(root, { recipe: 'upper' })
  const changed: Recipe = { ...lower, files: [] }
  await expect(
    applyPlan(
      root,
      await planEdits(root, {
        ...changed,
        steps: [...lower.steps, ...apart.steps.map(each => ({ ...each, id: 'more' }))],
      }),
    ),
  ).rejects.toThrow('lower 0.1.0 is applied already, not lower')
  expect(await revertTree(root, { recipe: 'lower' })).toMatchObject({ state: 'reverted' })
  expect(await snapshot(root)).toEqual(original)
})

test('a revert that kcarve 0.1.0 has begun is finished', async () => {
  const { root, original } = await applied(lower)
  await asWrittenBy010(root, 'lower')
  await rename(join(root, '.kcarve/applied.json'), join(root, '.kcarve/reverting.json'))
  await mkdir(join(root, '.kcarve/staged'))
  expect(await treeState(root, lower)).toMatchObject({ state: 'interrupted', doing: 'revert' })
  expect(await revertTree(root, { recipe: 'lower' })).toMatchObject({ state: 'reverted' })
  expect(await snapshot(root)).toEqual(original)
})
