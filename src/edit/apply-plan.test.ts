// SPDX-License-Identifier: GPL-2.0-only
import { cpSync } from 'node:fs'
import { chmod, link, mkdir, readFile, rm, stat, symlink, writeFile } from 'node:fs/promises'
import { hostname } from 'node:os'
import { basename, join } from 'node:path'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { ToolError } from '../core/errors.js'
import {
  after,
  append,
  applyPlan,
  type Edit,
  lineWith,
  mapLines,
  planEdits,
  type Recipe,
  revertTree,
  step,
  treeState,
} from './index.js'
import { recipeVersion } from './recipe-version.js'
import { makeTree, snapshot } from './testing/small-tree.js'

const recipe: Recipe = {
  name: 'demo',
  steps: [
    step({
      id: 'first',
      path: 'a.c',
      purpose: 'first',
      group: 'demo',
      edits: [after(lineWith('int a'), 'int a2;')],
    }),
    step({ id: 'second', path: 'dir/b.mk', purpose: 'second', group: 'demo', edits: [append('# end')] }),
  ],
  files: [
    { path: 'new/deep/file', content: 'text\n', purpose: 'a file' },
    { path: 'new/tool', content: '#!/bin/sh\n', mode: 0o755, purpose: 'a tool' },
  ],
}

const files = { 'a.c': 'int a;\n', 'dir/b.mk': 'x := y\n', other: 'untouched' }

async function applied(): Promise<{ root: string; original: Record<string, string> }> {
  const root = await makeTree(files)
  const original = await snapshot(root)
  await applyPlan(root, await planEdits(root, recipe))
  return { root, original }
}

test('apply makes the edits, revert leaves no trace, times included', async () => {
  const root = await makeTree(files)
  await chmod(join(root, 'a.c'), 0o444)
  await link(join(root, 'other'), join(root, 'other-name'))
  const original = await snapshot(root)
  expect(await treeState(root, recipe)).toEqual({ state: 'clean' })

  const result = await applyPlan(root, await planEdits(root, recipe))
  expect(result).toEqual({
    state: 'applied',
    files: ['a.c', 'dir/b.mk'],
    newFiles: ['new/deep/file', 'new/tool'],
  })
  expect(await readFile(join(root, 'a.c'), 'utf8')).toBe('int a;\nint a2;\n')
  expect((await stat(join(root, 'a.c'))).mode & 0o777).toBe(0o444)
  expect((await stat(join(root, 'new/tool'))).mode & 0o777).toBe(0o755)
  expect(await readFile(join(root, '.kcarve/.gitignore'), 'utf8')).toBe('*\n')
  expect(await treeState(root, recipe)).toMatchObject({
    state: 'applied',
    recipe: 'demo',

    modified: [],
  })

  const reverted = await revertTree(root)
  expect(reverted).toEqual({ ...result, state: 'reverted', keptDirectories: [] })
  expect(await snapshot(root)).toEqual(original)
  expect(await revertTree(root)).toMatchObject({ state: 'clean' })
})

test('applying twice changes nothing the second time', async () => {
  const { root } = await applied()
  const once = await snapshot(root)
  const plan = await planEdits(root, recipe)
  expect(plan.steps.map(({ state }) => state)).toEqual(['present', 'present'])
  expect([plan.added, plan.removed]).toEqual([2, 0])
  expect(await applyPlan(root, plan)).toEqual({ state: 'already applied', files: [], newFiles: [] })
  expect(await snapshot(root)).toEqual(once)
})

test('another version on top is refused', async () => {
  const { root } = await applied()
  const next = {
    ...recipe,
    files: [...recipe.files, { path: 'more', content: '', purpose: 'more' }],
  }
  await expect(applyPlan(root, await planEdits(root, next))).rejects.toThrow(
    `demo ${recipeVersion(recipe)} is applied already, not demo ${recipeVersion(next)}`,
  )
})

test('a recipe of the same content has the same version, whatever its name and its purposes', () => {
  const steps = recipe.steps.map(each => ({ ...each, purpose: 'other', group: 'other' }))
  expect(recipeVersion({ ...recipe, name: 'other', steps })).toBe(recipeVersion(recipe))
  expect(recipeVersion(recipe)).toMatch(/^[0-9a-f]{12}$/)
  const [first, ...others] = recipe.files
  const changed = [{ ...(first as (typeof recipe.files)[number]), mode: 0o755 }, ...others]
  expect(recipeVersion({ ...recipe, files: changed })).not.toBe(recipeVersion(recipe))
})

test('revert refuses to lose local changes, and names them', async () => {
  const { root } = await applied()
  await writeFile(join(root, 'a.c'), 'mine')
  await writeFile(join(root, 'new/tool'), 'mine too')
  const changed = await snapshot(root)
  await expect(revertTree(root)).rejects.toThrow('changed since the edits were applied: a.c, new/tool')
  expect(await snapshot(root)).toEqual(changed)
  expect(await treeState(root, recipe)).toMatchObject({ state: 'applied', modified: ['a.c', 'new/tool'] })
})

test('revert accepts files that are gone or back already, and keeps directories with files of others', async () => {
  const { root } = await applied()
  await rm(join(root, 'new/tool'))
  await writeFile(join(root, 'a.c'), files['a.c'])
  await writeFile(join(root, 'new/deep/file.o'), 'object')
  expect(await revertTree(root)).toMatchObject({ state: 'reverted', keptDirectories: ['new', 'new/deep'] })
  expect(Object.keys(await snapshot(root)).sort()).toEqual(
    ['a.c', 'dir', 'dir/b.mk', 'new', 'new/deep', 'new/deep/file.o', 'other'].sort(),
  )
})

test('revert can give the files a new time for make', async () => {
  const { root } = await applied()
  await revertTree(root, { touch: true })
  expect(Date.now() - (await stat(join(root, 'a.c'))).mtimeMs).toBeLessThan(60_000)
})

test('a copy of an applied tree, and one of which half is left, are told apart from a clean one', async () => {
  const { root } = await applied()
  await rm(join(root, '.kcarve'), { recursive: true })
  expect(await treeState(root, recipe)).toEqual({
    state: 'foreign-applied',
    recipe: 'demo',
    version: recipeVersion(recipe),
  })
  expect(await applyPlan(root, await planEdits(root, recipe))).toMatchObject({ state: 'already applied' })
  await writeFile(join(root, 'a.c'), files['a.c'])
  await rm(join(root, 'new/tool'))
  expect(await treeState(root, recipe)).toEqual({
    state: 'partial',
    recipe: 'demo',
    present: ['new/deep/file', 'dir/b.mk: second'],
    missing: ['new/tool', 'a.c: first'],
  })
})

test('a tree that changed since it was planned is left alone', async () => {
  const root = await makeTree(files)
  const plan = await planEdits(root, recipe)
  await writeFile(join(root, 'dir/b.mk'), 'z := y\n')
  const changed = await snapshot(root)
  await expect(applyPlan(root, plan)).rejects.toThrow('dir/b.mk has changed since the edits were planned')
  expect(await snapshot(root)).toEqual(changed)
})

test('a disk that refuses, at whatever moment, leaves the tree as it was', async () => {
  const root = await makeTree(files)
  const original = await snapshot(root)
  const plan = await planEdits(root, recipe)
  for (let failing = 1; ; failing++) {
    let step = 0
    const onStep = () => {
      if (++step === failing) throw new ToolError('the disk is full')
    }
    const outcome = await applyPlan(root, plan, { onStep }).catch(error => error)
    if (!(outcome instanceof ToolError)) {
      expect(outcome.state).toBe('applied')
      break
    }
    expect(outcome.message).toBe('the disk is full; the tree is as it was')
    expect(await snapshot(root)).toEqual(original)
  }
})

test('a revert that fails, at whatever moment, is finished by the next run', async () => {
  const plan = await planEdits(await makeTree(files), recipe)
  for (let failing = 1; ; failing++) {
    const { root, original } = await applied()
    let step = 0
    const onStep = () => {
      if (++step === failing) throw new ToolError('no')
    }
    const outcome = await revertTree(root, { onStep }).catch(error => error)
    if (!(outcome instanceof ToolError)) break
    const state = await treeState(root, recipe)
    expect(['applied', 'interrupted', 'clean']).toContain(state.state)
    if (failing % 2 === 1 && state.state !== 'applied') await applyPlan(root, { ...plan, root })
    await revertTree(root)
    expect(await snapshot(root)).toEqual(original)
  }
})

test('two files of the same content keep their own modes', async () => {
  const same = { a: 'same\n', b: 'same\n' }
  const root = await makeTree(same)
  await chmod(join(root, 'b'), 0o755)
  const original = await snapshot(root)
  const steps = Object.keys(same).map(path =>
    step({ id: path, path, purpose: 'x', group: 'x', edits: [append('y')] }),
  )
  await applyPlan(root, await planEdits(root, { ...recipe, steps }))
  await revertTree(root)
  expect(await snapshot(root)).toEqual(original)
})

test('a tree given by a symlink is the tree it points to', async () => {
  const { root, original } = await applied()
  const alias = join(await makeTree({}), 'alias')
  await symlink(root, alias)
  expect(await treeState(alias, recipe)).toMatchObject({ state: 'applied' })
  await revertTree(alias)
  expect(await snapshot(root)).toEqual(original)
})

test('a tree that another run applies while it is looked at is not taken for one without a record', async () => {
  let meanwhile = () => {}
  const watching = mapLines('watch', text => {
    meanwhile()
    return text
  })
  const steps = [
    ...recipe.steps,
    step({ id: 'third', path: 'other', purpose: 'x', group: 'x', edits: [watching] }),
  ]
  const done = await makeTree(files)
  await applyPlan(done, await planEdits(done, { ...recipe, steps }))
  const root = await makeTree(files)
  meanwhile = () => {
    meanwhile = () => {}
    cpSync(done, root, { recursive: true })
  }
  expect((await planEdits(root, { ...recipe, steps })).state).toMatchObject({ state: 'applied' })
})

test('a second run says who is at work; the lock of a dead process is taken over', async () => {
  const root = await makeTree(files)
  const plan = await planEdits(root, recipe)
  const meanwhile: unknown[] = []
  let asked: Promise<unknown> | undefined
  await applyPlan(root, plan, {
    onStep: () => {
      asked ??= Promise.all([
        treeState(root, recipe).then(state => meanwhile.push(state)),
        revertTree(root).catch(error => meanwhile.push(error.message)),
      ])
    },
  })
  await asked
  expect(meanwhile).toContainEqual(
    expect.objectContaining({ state: 'busy', doing: 'apply', pid: process.pid }),
  )
  expect(meanwhile).toContainEqual(
    expect.stringMatching(`^another apply is working on this tree: process ${process.pid}`),
  )
  await symlink(`apply ${process.pid} 1 00000000 1 ${hostname()}`, join(root, '.kcarve/lock'))
  expect(await revertTree(root)).toMatchObject({ state: 'reverted' })
})

test('a lock of another machine holds, one that nobody made does not', async () => {
  const root = await makeTree(files)
  await mkdir(join(root, '.kcarve'))
  await symlink('apply 1 1 00000000 1 elsewhere', join(root, '.kcarve/lock'))
  const plan = await planEdits(root, recipe)
  await expect(applyPlan(root, plan)).rejects.toThrow('process 1 on elsewhere')
  await rm(join(root, '.kcarve/lock'))
  await writeFile(join(root, '.kcarve/lock'), '')
  expect(await applyPlan(root, plan)).toMatchObject({ state: 'applied' })
})

test('a record that cannot be read stops everything', async () => {
  const { root } = await applied()
  await writeFile(join(root, '.kcarve/demo/applied.json'), '{"format":2}')
  const before = await snapshot(root)
  await expect(revertTree(root)).rejects.toThrow('applied.json is damaged, or of a newer version')
  await expect(planEdits(root, recipe)).rejects.toThrow('is damaged')
  expect(await snapshot(root)).toEqual(before)
})

test('a record that leads outside the tree is refused, and nothing there is touched', async () => {
  const { root } = await applied()
  const outside = await makeTree({ mine: 'text\n' })
  const path = join(root, '.kcarve/demo/applied.json')
  const record = JSON.parse(await readFile(path, 'utf8'))
  const digest = record.newFiles[0].digest
  await writeFile(
    path,
    JSON.stringify({ ...record, newFiles: [{ path: `../${basename(outside)}/mine`, digest }] }),
  )
  await expect(revertTree(root)).rejects.toThrow('damaged')
  await symlink(outside, join(root, 'elsewhere'))
  await writeFile(path, JSON.stringify({ ...record, newFiles: [{ path: 'elsewhere/mine', digest }] }))
  await expect(revertTree(root)).rejects.toThrow('outside the tree')
  expect(await readFile(join(outside, 'mine'), 'utf8')).toBe('text\n')
})

test('apply and revert of any edits is the identity, and no byte outside the edits changes', async () => {
  const words = ['alpha', 'beta', 'gamma', 'delta', 'epsilon']
  const text = fc
    .array(fc.stringMatching(/^[ -~]{0,8}$/), { minLength: 1, maxLength: 3 })
    .map(parts => parts.join('\n'))
  const edit = fc.record({ op: fc.constantFrom('before', 'after'), word: fc.constantFrom(...words), text })
  const filler = fc.array(fc.stringMatching(/^[ -~\t\xe9]{0,10}$/), { minLength: 6, maxLength: 6 })
  await fc.assert(
    fc.asyncProperty(
      filler,
      fc.array(edit, { minLength: 1, maxLength: 6 }),
      fc.boolean(),
      async (gaps, edits, ends) => {
        const lines = words.flatMap((word, index) => [gaps[index] as string, `  ${word}-anchor`])
        const content = `${lines.join('\n')}${ends ? '\n' : ''}`
        const root = await makeTree({ f: Buffer.from(content, 'latin1') })
        const original = await snapshot(root)
        const steps = edits.map(({ op, word, text: put }, index) =>
          step({
            id: `${index}`,
            path: 'f',
            purpose: 'x',
            group: 'x',
            edits: [{ op, anchor: lineWith(`${word}-anchor`), text: put } as Edit],
          }),
        )
        const plan = await planEdits(root, { name: 'random', steps, files: [] })
        const left = Buffer.from(plan.files[0]?.newContent ?? [])
          .toString('latin1')
          .split('\n')
        let kept = 0
        for (const line of left) if (line === lines[kept]) kept++
        expect(kept).toBe(lines.length)
        await applyPlan(root, plan)
        await revertTree(root)
        expect(await snapshot(root)).toEqual(original)
        await rm(root, { recursive: true })
      },
    ),
    { numRuns: 25 },
  )
})
