// SPDX-License-Identifier: GPL-2.0-only
import { join } from 'node:path'
import { AnchorError } from '../core/errors.js'
import { fillSlots } from './fill-slots.js'
import type { NewFilePlan } from './plan.js'
import { assemble, planNewFile } from './plan-edits.js'
import type { Parameters, Recipe } from './recipe.js'
import { recipeVersion } from './recipe-version.js'
import { type ResolvedStep, resolveRecipe } from './resolve-recipe.js'
import { readLockHolder, type TreeHolder } from './tree/lock.js'
import { digestOfFile, type PhasedRecord, readRecord, type TreeRecord } from './tree/record.js'
import { resolveRoot } from './tree/tree-paths.js'
import { pathsOf } from './tree-files.js'

/** What has been done to a tree. Paths are relative to it, times ISO 8601. */
export type TreeState =
  | { readonly state: 'clean' }
  | {
      readonly state: 'applied'
      readonly recipe: string
      readonly version: string
      readonly parameters: Parameters
      readonly appliedAt: string
      readonly files: readonly string[]
      readonly newFiles: readonly string[]
      /** Files that no longer are as apply left them. */
      readonly modified: readonly string[]
    }
  | {
      readonly state: 'interrupted'
      readonly doing: 'apply' | 'revert'
      readonly recipe: string
      readonly version: string
      readonly startedAt: string
      /** How to mend it, a sentence. */
      readonly remedy: string
    }
  /** A process is at work on it. */
  | {
      readonly state: 'busy'
      readonly doing: 'apply' | 'revert'
      readonly pid: number
      readonly since: string
    }
  /** All edits are in place but there is no record: a copy of an applied tree. Revert cannot help. */
  | { readonly state: 'foreign-applied'; readonly recipe: string; readonly version: string }
  /** Some edits are in place and there is no record. */
  | { readonly state: 'partial'; readonly present: readonly string[]; readonly missing: readonly string[] }

/** What has been done to the tree, by its record if it has one, else by looking for the recipe's edits. Writes nothing. */
export async function treeState(root: string, recipe: Recipe): Promise<TreeState> {
  const tree = await resolveRoot(root)
  const holder = await readLockHolder(tree)
  if (holder !== undefined) return busy(holder)
  const recorded = await readRecord(tree)
  if (recorded === undefined) return stateWithoutRecord(tree, recipe)
  return recorded.phase === 'applied' ? applied(tree, recorded.record) : interrupted(recorded)
}

/** The parameters of what is applied by a record; undefined when nothing is. */
export async function recordedParameters(root: string): Promise<Parameters | undefined> {
  const recorded = await readRecord(await resolveRoot(root))
  return recorded?.phase === 'applied' ? recorded.record.parameters : undefined
}

const busy = ({ doing, pid, since }: TreeHolder): TreeState => ({ state: 'busy', doing, pid, since })

async function applied(root: string, record: TreeRecord): Promise<TreeState> {
  const modified: string[] = []
  for (const { path, newDigest } of record.files) {
    if ((await digestOfFile(join(root, path))) !== newDigest) modified.push(path)
  }
  for (const { path, digest } of record.newFiles) {
    if ((await digestOfFile(join(root, path))) !== digest) modified.push(path)
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

async function stateWithoutRecord(root: string, recipe: Recipe): Promise<TreeState> {
  const resolved = await resolveRecipe(root, recipe, undefined)
  const newFiles: NewFilePlan[] = []
  const present: string[] = []
  const missing: string[] = []
  for (const file of fillSlots(recipe, resolved)) {
    const planned = await planNewFile(root, file, undefined)
    if (planned instanceof AnchorError || planned.state === 'to do') missing.push(file.path)
    else present.push(file.path)
    if (!(planned instanceof AnchorError)) newFiles.push(planned)
  }
  const plan = assemble(root, recipe, resolved, newFiles)
  const telling = new Set(resolved.flatMap(step => (isTelling(step) ? [step.step.id] : [])))
  for (const { id, state, path, purpose } of plan.steps) {
    if (state === 'to do') missing.push(`${path}: ${purpose}`)
    else if (state === 'present' && telling.has(id)) present.push(`${path}: ${purpose}`)
  }
  for (const step of resolved) {
    if (step.outcome === 'no place') missing.push(`${pathsOf(step.step)[0] ?? ''}: ${step.step.purpose}`)
  }
  if (present.length === 0) return { state: 'clean' }
  if (missing.length > 0) return { state: 'partial', present, missing }
  return { state: 'foreign-applied', recipe: recipe.name, version: recipeVersion(recipe) }
}

/** A map that finds nothing to rewrite may have had nothing to rewrite in the first place. */
const isTelling = (step: ResolvedStep): boolean =>
  step.outcome === 'found' && step.files.some(({ edits }) => edits.some(({ op }) => op !== 'map'))
