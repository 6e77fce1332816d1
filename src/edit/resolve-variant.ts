// SPDX-License-Identifier: GPL-2.0-only
import { AnchorError } from '../core/errors.js'
import { describeAnchor } from './describe-anchor.js'
import { findAnchor } from './find-anchor.js'
import { nearestLines, showLine } from './nearest-lines.js'
import { findOwnText, isOwn } from './own-text.js'
import type { Edit, Probe, Step, Variant } from './recipe.js'
import { type EditResult, type Miss, resolveEdit } from './resolve-edit.js'
import { lineAt } from './source-text.js'
import type { Construct } from './syntax/construct.js'
import type { TreeFile, TreeFiles } from './tree-files.js'

/** The edits of a variant in one file. */
export interface ResolvedFile {
  readonly file: TreeFile
  readonly edits: readonly Edit[]
  /** One for each edit. */
  readonly results: readonly Placed[]
}

type Placed = Exclude<EditResult, { state: 'no place' }>

export type VariantMatch =
  | {
      readonly fits: true
      readonly variant: Variant
      readonly files: readonly ResolvedFile[]
      /** How much of it is in place already: 0 nothing, up to 1 a part, above 1 all of it; most where anchors are still there. */
      readonly placed: number
    }
  | {
      readonly fits: false
      /** Why not, one for each edit without a place and each probe that does not hold. */
      readonly errors: readonly AnchorError[]
      /** A construct is there more than once, so that it cannot be said that the tree does not have it. */
      readonly isAmbiguous: boolean
    }

/** Whether a variant is the one for this tree. */
export function matchVariant(step: Step, variant: Variant, { files, ownTexts }: TreeFiles): VariantMatch {
  const found: ResolvedFile[] = []
  const errors: AnchorError[] = []
  let isAmbiguous = false
  for (const { path, edits } of variant.files) {
    const file = files.get(path)
    const own = file && ownTexts.get(file)
    if (file === undefined || own === undefined) {
      errors.push(misfit(step, path, 'no such file in this tree', 'the file'))
      continue
    }
    const results = edits.map(edit => resolveEdit(file.source, own, edit))
    const misses = results.flatMap(result => (result.state === 'no place' ? [result.miss] : []))
    errors.push(...misses.map(miss => missed(step, file, miss)))
    isAmbiguous ||= misses.some(({ places }) => places.length > 0)
    found.push({ file, edits, results: results.filter(isPlaced) })
  }
  errors.push(...(variant.when ?? []).flatMap(probe => failedProbe(step, probe, files, found) ?? []))
  if (errors.length > 0) return { fits: false, errors, isAmbiguous }
  return { fits: true, variant, files: found, placed: placement(found) }
}

const isPlaced = (result: EditResult): result is Placed => result.state !== 'no place'

/** A map that finds nothing to rewrite tells nothing: there may have been nothing in the first place. */
function placement(files: readonly ResolvedFile[]): number {
  const telling = files.flatMap(({ edits, results }) =>
    results.filter((_, index) => edits[index]?.op !== 'map'),
  )
  const present = telling.filter(({ state }) => state === 'present')
  const byTextAlone = present.filter(result => result.state === 'present' && result.byTextAlone)
  if (present.length === 0) return 0
  const share = present.length / telling.length
  return share < 1 ? share : 2 - byTextAlone.length / telling.length / 2
}

function failedProbe(
  step: Step,
  { kind, path, anchor }: Probe,
  files: TreeFiles['files'],
  edited: readonly ResolvedFile[],
): AnchorError | undefined {
  const file = files.get(path)
  if (anchor === undefined) {
    if ((file !== undefined) === (kind === 'has')) return undefined
    return misfit(step, path, kind === 'has' ? 'no such file in this tree' : 'is there', 'the file')
  }
  const expected = describeAnchor(anchor)
  if (file === undefined) {
    return kind === 'has' ? misfit(step, path, 'no such file in this tree', expected) : undefined
  }
  const { source } = file
  const result = findAnchor(source, anchor)
  const places: readonly Construct[] = result.found ? [result.construct] : result.places
  if (kind === 'has') {
    return places.length === 0 && !result.found ? missed(step, file, result) : undefined
  }
  // What the variant has put there itself does not count, or it would not match the tree that it has made.
  const placed = edited.flatMap(({ file: each, edits, results }) =>
    each === file ? edits.filter((_, index) => results[index]?.state === 'present') : [],
  )
  const own = findOwnText(source, placed)
  const [there] = places.filter(place => !isOwn(own, place))
  if (there === undefined) return undefined
  return misfit(
    step,
    file.path,
    `has ${expected}, line ${showLine(source, lineAt(source, there.start))}`,
    expected,
  )
}

function missed(
  step: Step,
  { path, source }: TreeFile,
  { missed: anchor, places, scope }: Miss,
): AnchorError {
  const expected = describeAnchor(anchor)
  const isDoubled = places.length > 0
  const nearest = isDoubled
    ? places.slice(0, 5).map(({ start }) => showLine(source, lineAt(source, start)))
    : nearestLines(source, anchor, scope)
  const problem = isDoubled ? `${expected} found ${places.length} times, expected once` : `no ${expected}`
  const shown =
    nearest.length === 0
      ? ''
      : `; ${isDoubled ? 'at' : 'nearest'} ${nearest.map(text => `line ${text}`).join(' | ')}`
  return misfit(step, path, problem, expected, { nearest, shown })
}

/** For a step with one variant the error stands alone and names the step; for others the list does. */
function misfit(
  { id, purpose, variants }: Step,
  path: string,
  problem: string,
  expected: string,
  { nearest = [], shown = '' }: { readonly nearest?: readonly string[]; readonly shown?: string } = {},
): AnchorError {
  const name = variants.length === 1 ? ` (${id}: ${purpose})` : ''
  return new AnchorError(`${path}: ${problem}${name}${shown}`, { path, expected, nearest })
}
