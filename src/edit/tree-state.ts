// SPDX-License-Identifier: GPL-2.0-only
import { assembleFiles, assembleSteps } from './assemble-plan.js'
import { lookAtTree, type Sighting } from './look-at-tree.js'
import type { Parameters, Recipe } from './recipe.js'
import { recipeVersion } from './recipe-version.js'
import type { ResolvedStep } from './resolve-recipe.js'
import type { TreeState } from './state.js'
import { type Layers, layersOf, readBelow } from './tree/layers.js'
import { readLockHolder, type TreeHolder } from './tree/lock.js'
import { digestOf, type PhasedRecord, readRecords, type TreeRecord } from './tree/record.js'
import { resolveRoot } from './tree/tree-paths.js'
import { pathsOf } from './tree-files.js'

/**
 * What a recipe has done to the tree, by its record if it has one, else by looking for its edits. Writes nothing.
 */
export async function treeState(root: string, recipe: Recipe): Promise<TreeState> {
  const tree = await resolveRoot(root)
  return stateOf(tree, recipe, { layers: layersOf(await readRecords(tree), recipe.name) })
}

/** The same for callers that have read the records, and may have looked for the edits already. */
export async function stateOf(
  tree: string,
  recipe: Recipe,
  { layers, sighting }: { readonly layers: Layers; readonly sighting?: Sighting | undefined },
): Promise<TreeState> {
  const holder = await readLockHolder(tree)
  if (holder !== undefined) return busy(holder)
  if (layers.own === undefined) {
    return stateWithoutRecord(recipe, sighting ?? (await lookAtTree(tree, recipe, layers)))
  }
  return recordedState(tree, layers.own, layers.above)
}

/** What all recipes that have a record have done to the tree, in the order in which they were applied. */
export async function recordedStates(root: string): Promise<TreeState[]> {
  const tree = await resolveRoot(root)
  const holder = await readLockHolder(tree)
  if (holder !== undefined) return [busy(holder)]
  const records = await readRecords(tree)
  return Promise.all(records.map(own => recordedState(tree, own, layersOf(records, own.record.recipe).above)))
}

/** The parameters with which a recipe is applied by its record; undefined when it is not. */
export async function recordedParameters(root: string, recipe: string): Promise<Parameters | undefined> {
  const { own } = layersOf(await readRecords(await resolveRoot(root)), recipe)
  return own?.phase === 'applied' ? own.record.parameters : undefined
}

const recordedState = async (
  root: string,
  own: PhasedRecord,
  above: readonly PhasedRecord[],
): Promise<TreeState> => (own.phase === 'applied' ? applied(root, own.record, above) : interrupted(own))

const busy = ({ doing, pid, since }: TreeHolder): TreeState => ({ state: 'busy', doing, pid, since })

async function applied(root: string, record: TreeRecord, above: readonly PhasedRecord[]): Promise<TreeState> {
  const modified: string[] = []
  const files = [...record.files.map(({ path, newDigest: digest }) => ({ path, digest })), ...record.newFiles]
  for (const { path, digest } of files) {
    const content = await readBelow(root, path, above)
    if (content === undefined || digestOf(content) !== digest) modified.push(path)
  }
  return {
    state: 'applied',
    recipe: record.recipe,
    version: record.version,
    parameters: record.parameters,
    appliedAt: record.startedAt,
    files: record.files.map(({ path }) => path),
    newFiles: record.newFiles.map(({ path }) => path),
    modified,
  }
}

function interrupted({ phase, record }: PhasedRecord): TreeState {
  const { recipe, version, startedAt } = record
  return phase === 'applying'
    ? {
        state: 'interrupted',
        doing: 'apply',
        recipe,
        version,
        startedAt,
        remedy: 'apply it again, which starts over, or revert it',
      }
    : { state: 'interrupted', doing: 'revert', recipe, version, startedAt, remedy: 'revert it again' }
}

function stateWithoutRecord(recipe: Recipe, { resolved, newFiles, blocked }: Sighting): TreeState {
  const present = newFiles.flatMap(({ path, state }) => (state === 'present' ? [path] : []))
  const missing = newFiles.flatMap(({ path, state }) => (state === 'to do' ? [path] : []))
  missing.push(...blocked.map(({ path }) => path))
  const telling = new Set(resolved.flatMap(step => (isTelling(step) ? [step.step.id] : [])))
  for (const { id, state, path, purpose } of assembleSteps(resolved, assembleFiles(resolved))) {
    if (state === 'to do') missing.push(`${path}: ${purpose}`)
    else if (state === 'present' && telling.has(id)) present.push(`${path}: ${purpose}`)
  }
  for (const step of resolved) {
    if (step.outcome === 'no place') missing.push(`${pathsOf(step.step)[0] ?? ''}: ${step.step.purpose}`)
  }
  if (present.length === 0) return { state: 'clean' }
  if (missing.length > 0) return { state: 'partial', recipe: recipe.name, present, missing }
  return { state: 'foreign-applied', recipe: recipe.name, version: recipeVersion(recipe) }
}

/** A map that finds nothing to rewrite may have had nothing to rewrite in the first place. */
const isTelling = (step: ResolvedStep): boolean =>
  step.outcome === 'found' && step.files.some(({ edits }) => edits.some(({ op }) => op !== 'map'))
