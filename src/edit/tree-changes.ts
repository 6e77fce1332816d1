// SPDX-License-Identifier: GPL-2.0-only
import { planEdits } from './plan-edits.js'
import type { Recipe } from './recipe.js'
import { readBase } from './tree/base-content.js'
import { readRecord } from './tree/record.js'
import { unifiedDiff } from './unified-diff.js'

/** What a recipe does to one file of a tree. */
export interface TreeChange {
  readonly path: string
  readonly isNew: boolean
  /** What it is for, a clause each. */
  readonly purposes: readonly string[]
  /** As git writes it; empty when the edits are in place and nothing tells what was there before. */
  readonly diff: string
}

/**
 * The edits of a recipe, file by file, whether they are in place or not: of an applied tree by what its record has kept.
 * Throws as planEdits does.
 */
export async function treeChanges(root: string, recipe: Recipe): Promise<TreeChange[]> {
  const { files, newFiles, root: tree } = await planEdits(root, recipe)
  const recorded = await readRecord(tree)
  const edited: TreeChange[] = []
  for (const file of files) {
    const { original } = await readBase(tree, file.path, recorded)
    edited.push({
      path: file.path,
      isNew: false,
      purposes: file.purposes,
      diff: unifiedDiff({ files: [{ ...file, oldContent: original }], newFiles: [] }),
    })
  }
  const added = newFiles.map(file => ({
    path: file.path,
    isNew: true,
    purposes: [file.purpose],
    diff: unifiedDiff({ files: [], newFiles: [{ ...file, state: 'to do' }] }),
  }))
  return [...edited, ...added]
}
