// SPDX-License-Identifier: GPL-2.0-only
import { findOwnText, type OwnText } from './own-text.js'
import type { Edit, FileEdits, Recipe, Step } from './recipe.js'
import { fromBytes, type SourceText, sourceText } from './source-text.js'
import { type BaseContent, readBase } from './tree/base-content.js'
import type { Layers } from './tree/layers.js'
import { resolveFile } from './tree/tree-paths.js'

export interface TreeFile extends BaseContent {
  /** Relative to the tree, symlinks resolved. */
  readonly path: string
  readonly source: SourceText
}

/** A tree's files that a recipe names, by the paths that it gives, and what of the recipe may stand in each already. */
export interface TreeFiles {
  readonly files: ReadonlyMap<string, TreeFile>
  readonly ownTexts: ReadonlyMap<TreeFile, OwnText>
}

/** Reads the existing files that the recipe edits or probes; two paths of one file give one value. */
export async function readTreeFiles(root: string, recipe: Recipe, layers: Layers): Promise<TreeFiles> {
  const files = await readFiles(root, recipe, layers)
  const edits = new Map<TreeFile, Edit[]>()
  for (const part of recipe.steps.flatMap(editedFiles)) {
    const file = files.get(part.path)
    if (file !== undefined) edits.set(file, [...(edits.get(file) ?? []), ...part.edits])
  }
  const ownTexts = new Map([...edits].map(([file, here]) => [file, findOwnText(file.source, here)]))
  return { files, ownTexts }
}

/** The files that a step looks at, those it edits first. */
export function pathsOf({ variants }: Step): string[] {
  const edited = variants.flatMap(({ files }) => files.map(({ path }) => path))
  const probed = variants.flatMap(({ when = [] }) => when.map(({ path }) => path))
  return [...new Set([...edited, ...probed])]
}

const editedFiles = ({ variants }: Step): FileEdits[] => variants.flatMap(({ files }) => files)

async function readFiles(root: string, recipe: Recipe, layers: Layers): Promise<Map<string, TreeFile>> {
  const byPath = new Map<string, TreeFile>()
  const byRealPath = new Map<string, TreeFile>()
  for (const path of new Set(recipe.steps.flatMap(pathsOf))) {
    const real = await resolveFile(root, path)
    if (real === undefined) continue
    let file = byRealPath.get(real)
    if (file === undefined) {
      const base = await readBase(root, real, layers)
      file = { ...base, path: real, source: sourceText(fromBytes(base.original)) }
      byRealPath.set(real, file)
    }
    byPath.set(path, file)
  }
  return byPath
}
