// SPDX-License-Identifier: GPL-2.0-only
import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { AnchorError } from '../core/errors.js'
import { applyChanges, type LabelledChange } from './edit-buffer.js'
import type { EditPlan, FilePlan, NewFilePlan, StepPlan } from './plan.js'
import type { NewFile, Recipe, Step } from './recipe.js'
import { describeEdit } from './resolve-edit.js'
import { pathsOf, type ResolvedStep, resolveRecipe, type TreeFile } from './resolve-recipe.js'
import { toBytes } from './source-text.js'
import { digestOf, type PhasedRecord, readRecord } from './tree/record.js'
import { absent, exists, missingDirectories, resolveRoot } from './tree/tree-paths.js'

/**
 * What the recipe would change in the tree at `root`; writes nothing. Of a tree where an operation was cut off, what it
 * would change once that is undone. Throws AnchorError that tells of every edit without a place (each is in the
 * AggregateError that is its cause), ToolError when a file leads outside the tree or two edits overlap.
 */
export async function planEdits(root: string, recipe: Recipe): Promise<EditPlan> {
  const tree = await resolveRoot(root)
  const recorded = await readRecord(tree)
  const resolved = await resolveRecipe(tree, recipe, recorded)
  const newFiles: NewFilePlan[] = []
  const errors = resolved.flatMap(step => (step.outcome === 'no place' ? step.errors : []))
  for (const file of recipe.files) {
    const planned = await planNewFile(tree, file, recorded)
    if (planned instanceof AnchorError) errors.push(planned)
    else newFiles.push(planned)
  }
  throwTogether(errors)
  return assemble(tree, recipe, resolved, newFiles)
}

/** What the steps found so far come to; steps without a place are left out. */
export function assemble(
  root: string,
  recipe: Recipe,
  resolved: readonly ResolvedStep[],
  newFiles: readonly NewFilePlan[],
): EditPlan {
  const files: FilePlan[] = []
  const steps = new Map<ResolvedStep, StepPlan>()
  for (const file of new Set(resolved.flatMap(step => (step.outcome === 'found' ? [step.file] : [])))) {
    const here = resolved.filter(step => step.outcome === 'found' && step.file === file)
    const newContent = toBytes(editFile(file, here))
    const isPlaced = Buffer.compare(newContent, file.current) === 0
    const planned = here.map(step => planStep(step, isPlaced))
    here.forEach((step, index) => {
      steps.set(step, planned[index] as StepPlan)
    })
    files.push({
      path: file.path,
      oldContent: file.current,
      newContent,
      mode: file.mode,
      steps: planned,
      ...sum(planned),
    })
  }
  for (const step of resolved) if (step.outcome === 'absent') steps.set(step, planAbsent(step.step))
  files.sort((a, b) => (a.path < b.path ? -1 : 1))
  const { name, version, parameters = {} } = recipe
  return {
    root,
    recipe: name,
    version,
    parameters,
    files,
    newFiles,
    steps: resolved.flatMap(step => steps.get(step) ?? []),
    ...sum(files),
  }
}

function editFile({ path, source }: TreeFile, steps: readonly ResolvedStep[]): string {
  const changes: LabelledChange[] = []
  for (const resolved of steps) {
    if (resolved.outcome !== 'found') continue
    resolved.results.forEach((result, index) => {
      if (result.state !== 'to do') return
      const edit = describeEdit(resolved.step.edits[index] as Step['edits'][number])
      const label = `${path}: ${edit} (${resolved.step.purpose})`
      changes.push(...result.changes.map(change => ({ ...change, label })))
    })
  }
  const { text } = source
  const firstAtEnd = changes.findIndex(({ start, end }) => start === text.length && end === text.length)
  const atEnd = changes[firstAtEnd]
  if (atEnd !== undefined && text !== '' && !text.endsWith('\n')) {
    changes[firstAtEnd] = { ...atEnd, text: `\n${atEnd.text}` }
  }
  return applyChanges(text, changes)
}

function planStep(resolved: ResolvedStep, isPlaced: boolean): StepPlan {
  if (resolved.outcome !== 'found') return planAbsent(resolved.step)
  const { step, file, results } = resolved
  const isPresent = isPlaced || results.every(({ state }) => state === 'present')
  return {
    path: file.path,
    purpose: step.purpose,
    group: step.group,
    state: isPresent ? 'present' : 'to do',
    edits: step.edits.map(describeEdit),
    ...sum(results),
  }
}

function planAbsent(step: Step): StepPlan {
  const { purpose, group, edits } = step
  const path = pathsOf(step)[0] ?? ''
  return { path, purpose, group, state: 'absent', edits: edits.map(describeEdit), added: 0, removed: 0 }
}

/** A new file as it would be written; an AnchorError when something else is in its place. */
export async function planNewFile(
  root: string,
  { path, content, mode = 0o644, purpose, group = 'new files' }: NewFile,
  recorded: PhasedRecord | undefined,
): Promise<NewFilePlan | AnchorError> {
  const bytes = typeof content === 'string' ? Buffer.from(content, 'utf8') : content
  const lines = Buffer.from(bytes).toString('latin1').split('\n').length - 1
  const plan = { path, content: bytes, mode, purpose, group, lines }
  await missingDirectories(root, path)
  if (!(await exists(join(root, path)))) return { ...plan, state: 'to do' }
  const found = await readFile(join(root, path)).catch(absent)
  const digest = found === undefined ? undefined : digestOf(found)
  const isOurs = recorded?.record.newFiles.some(file => file.path === path && file.digest === digest) ?? false
  if (isOurs && recorded?.phase !== 'applied') return { ...plan, state: 'to do' }
  if (digest === digestOf(bytes)) return { ...plan, state: 'present' }
  if (isOurs) return { ...plan, state: 'to do' }
  return new AnchorError(`${path}: exists already, with other content (${purpose})`, {
    path,
    expected: 'no such file',
  })
}

function throwTogether(errors: readonly AnchorError[]): void {
  const [first] = errors
  if (first === undefined) return
  if (errors.length === 1) throw first
  const { path, expected, nearest } = first
  throw new AnchorError(
    `${errors.length} edits have no place in this tree:\n${errors.map(({ message }) => `  ${message}`).join('\n')}`,
    { path, expected, nearest },
    { cause: new AggregateError(errors) },
  )
}

const sum = (parts: readonly { readonly added: number; readonly removed: number }[]) => ({
  added: parts.reduce((total, { added }) => total + added, 0),
  removed: parts.reduce((total, { removed }) => total + removed, 0),
})
