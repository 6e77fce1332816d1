// SPDX-License-Identifier: GPL-2.0-only
import { AnchorError } from '../core/errors.js'
import { describeAnchor } from './describe-anchor.js'
import { nearestLines, showLine } from './nearest-lines.js'
import { findOwnText, type OwnText } from './own-text.js'
import type { Recipe, Step } from './recipe.js'
import { type EditResult, type Miss, resolveEdit } from './resolve-edit.js'
import { fromBytes, lineAt, type SourceText, sourceText } from './source-text.js'
import { type BaseContent, readBase } from './tree/base-content.js'
import type { PhasedRecord } from './tree/record.js'
import { resolveFile } from './tree/tree-paths.js'

export interface TreeFile extends BaseContent {
  /** Relative to the tree, symlinks resolved. */
  readonly path: string
  readonly source: SourceText
}

/** A step in the file it was found to belong to, absent, or with the reasons why it has no place. */
export type ResolvedStep =
  | {
      readonly outcome: 'found'
      readonly step: Step
      readonly file: TreeFile
      readonly results: readonly Exclude<EditResult, { state: 'no place' }>[]
    }
  | { readonly outcome: 'absent'; readonly step: Step }
  | { readonly outcome: 'no place'; readonly step: Step; readonly errors: readonly AnchorError[] }

/** Reads the files the recipe names and looks for the place of each edit. */
export async function resolveRecipe(
  root: string,
  recipe: Recipe,
  recorded: PhasedRecord | undefined,
): Promise<ResolvedStep[]> {
  const files = await readFiles(root, recipe, recorded)
  const ownTexts = new Map<TreeFile, OwnText>()
  for (const file of new Set(files.values())) {
    const edits = recipe.steps
      .filter(step => pathsOf(step).some(path => files.get(path) === file))
      .flatMap(step => step.edits)
    ownTexts.set(file, findOwnText(file.source, edits))
  }
  return recipe.steps.map(step => resolveStep(step, files, ownTexts))
}

export const pathsOf = ({ path }: Step): readonly string[] => (typeof path === 'string' ? [path] : path)

/** The existing files, by the paths that the recipe gives; two paths of one file give one value. */
async function readFiles(
  root: string,
  recipe: Recipe,
  recorded: PhasedRecord | undefined,
): Promise<Map<string, TreeFile>> {
  const byPath = new Map<string, TreeFile>()
  const byRealPath = new Map<string, TreeFile>()
  for (const path of new Set(recipe.steps.flatMap(pathsOf))) {
    const real = await resolveFile(root, path)
    if (real === undefined) continue
    let file = byRealPath.get(real)
    if (file === undefined) {
      const base = await readBase(root, real, recorded)
      file = { ...base, path: real, source: sourceText(fromBytes(base.original)) }
      byRealPath.set(real, file)
    }
    byPath.set(path, file)
  }
  return byPath
}

function resolveStep(
  step: Step,
  files: ReadonlyMap<string, TreeFile>,
  ownTexts: ReadonlyMap<TreeFile, OwnText>,
): ResolvedStep {
  const candidates = pathsOf(step).flatMap(path => files.get(path) ?? [])
  const errors: AnchorError[] = []
  for (const file of candidates) {
    const results = step.edits.map(edit => resolveEdit(file.source, ownTexts.get(file) as OwnText, edit))
    const misses = results.flatMap(result => (result.state === 'no place' ? [result.miss] : []))
    if (misses.length === 0) {
      const found = results.flatMap(result => (result.state === 'no place' ? [] : [result]))
      return { outcome: 'found', step, file, results: found }
    }
    const here = misses.map(miss => anchorError(step, file, miss))
    // Found twice: another file, or doing without, would hide that.
    if (misses.some(({ places }) => places.length > 0)) return { outcome: 'no place', step, errors: here }
    errors.push(...here)
  }
  if (step.optional === true) return { outcome: 'absent', step }
  if (candidates.length > 0) return { outcome: 'no place', step, errors }
  const path = pathsOf(step).join(' or ')
  const error = new AnchorError(`${path}: no such file in this tree (${step.purpose})`, {
    path,
    expected: 'the file',
  })
  return { outcome: 'no place', step, errors: [error] }
}

function anchorError(step: Step, { path, source }: TreeFile, { missed, places, scope }: Miss): AnchorError {
  const expected = describeAnchor(missed)
  const isDoubled = places.length > 0
  const nearest = isDoubled
    ? places.slice(0, 5).map(({ start }) => showLine(source, lineAt(source, start)))
    : nearestLines(source, missed, scope)
  const problem = isDoubled ? `${expected} found ${places.length} times, expected once` : `no ${expected}`
  const shown =
    nearest.length === 0
      ? ''
      : `; ${isDoubled ? 'at' : 'nearest'} ${nearest.map(text => `line ${text}`).join(' | ')}`
  return new AnchorError(`${path}: ${problem} (${step.purpose})${shown}`, { path, expected, nearest })
}
