// SPDX-License-Identifier: GPL-2.0-only
import { expect, test } from 'vitest'
import { after, applyPlan, line, planEdits, type Recipe, step, treeChanges } from './index.js'
import { makeTree } from './testing/small-tree.js'

const recipe: Recipe = {
  name: 'demo',
  steps: [
    step({ id: 'first', path: 'f', purpose: 'the first', group: 'demo', edits: [after(line('a'), 'x')] }),
    step({ id: 'second', path: 'f', purpose: 'the second', group: 'demo', edits: [after(line('b'), 'y')] }),
  ],
  files: [{ path: 'new', content: 'n\n', purpose: 'a file' }],
}

const expected = [
  {
    path: 'f',
    isNew: false,
    purposes: ['the first', 'the second'],
    added: 2,
    removed: 0,
    rewritten: 0,
    diff: 'diff --git a/f b/f\n--- a/f\n+++ b/f\n@@ -1,2 +1,4 @@\n a\n+x\n b\n+y\n',
  },
  {
    path: 'new',
    isNew: true,
    purposes: ['a file'],
    added: 1,
    removed: 0,
    rewritten: 0,
    diff: 'diff --git a/new b/new\nnew file mode 100644\n--- /dev/null\n+++ b/new\n@@ -0,0 +1,1 @@\n+n\n',
  },
]

test('the changes of a tree are the same before and after they are made', async () => {
  const root = await makeTree({ f: 'a\nb\n' })
  expect(treeChanges(await planEdits(root, recipe))).toEqual(expected)
  await applyPlan(root, await planEdits(root, recipe))
  expect(treeChanges(await planEdits(root, recipe))).toEqual(expected)
})

test('where edits are in place without a record, nothing tells what was there before', async () => {
  const root = await makeTree({ f: 'a\nx\nb\ny\n', new: 'n\n' })
  expect(treeChanges(await planEdits(root, recipe)).map(({ diff }) => diff === '')).toEqual([true, false])
})
