// SPDX-License-Identifier: GPL-2.0-only
import { expect, test } from 'vitest'
import { applyPlan, planEdits, revertTree } from '../../edit/index.js'
import { makeTree, snapshot } from '../../edit/testing/small-tree.js'
import { rustcHostLinker } from './feature.js'
import { smallKbuild } from './testing/small-kbuild.js'

const recipe = await rustcHostLinker.readRecipe('', {})
const plan = async (files: Record<string, string>) => planEdits(await makeTree(files), recipe)

/** The variant of each step that has several, by its id. */
const variants = async (files: Record<string, string>) =>
  Object.fromEntries(
    (await plan(files)).steps
      .filter(({ id }) => id.endsWith('-rule'))
      .map(({ id, variant }) => [id, variant]),
  )

test('a tree with one macro crate has nothing to do for the others', async () => {
  expect(await variants(smallKbuild('one'))).toEqual({
    'macros-rule': 'so',
    'pin-init-internal-rule': 'no-such-macro',
    'zerocopy-derive-rule': 'no-such-macro',
  })
})

test('where rustc names the macro crates, each depends on the script', async () => {
  expect(await variants(smallKbuild('three'))).toEqual({
    'macros-rule': 'named-by-rustc',
    'pin-init-internal-rule': 'named-by-rustc',
    'zerocopy-derive-rule': 'named-by-rustc',
  })
})

test('a tree that has the crate of a macro but no known rule for it is refused', async () => {
  const files = { ...smallKbuild('one'), 'rust/zerocopy-derive/lib.rs': '' }
  await expect(plan(files)).rejects.toThrow('no variant of zerocopy-derive-rule fits this tree')
})

test('a tree whose rustc links by its default linker is refused, naming the missing option', async () => {
  const files = Object.fromEntries(
    Object.entries(smallKbuild('one')).map(([path, text]) => [
      path,
      text.replace(/^.*-Clinker=\$\(HOSTCC\) \\\n/m, ''),
    ]),
  )
  await expect(plan(files)).rejects.toThrow('scripts/Makefile.host: no line with "-Clinker=$(HOSTCC)"')
  await expect(plan(files)).rejects.toThrow('rust/Makefile: no line with "-Clinker=$(HOSTCC)"')
})

test('a tree without the kbuild document is edited all the same', async () => {
  const { 'Documentation/kbuild/kbuild.rst': _, ...files } = smallKbuild('three')
  expect((await plan(files)).steps.find(({ id }) => id === 'documentation')?.state).toBe('absent')
})

test('no stock linker is left, and revert restores every byte', async () => {
  const root = await makeTree(smallKbuild('three'))
  const before = await snapshot(root)
  const edits = await planEdits(root, recipe)
  for (const { newContent } of edits.files)
    expect(Buffer.from(newContent).toString()).not.toContain('linker=$(HOSTCC)')
  await applyPlan(root, edits)
  const { steps } = await planEdits(root, recipe)
  expect(steps.map(({ state }) => state)).toEqual(steps.map(() => 'present'))
  await revertTree(root)
  expect(await snapshot(root)).toEqual(before)
})
