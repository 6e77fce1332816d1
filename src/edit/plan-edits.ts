// SPDX-License-Identifier: GPL-2.0-only
import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { AnchorError } from '../core/errors.js'
import { applyChanges, type LabelledChange } from './edit-buffer.js'
import { fillSlots } from './fill-slots.js'
import { NO_LINES, sumLines } from './line-counts.js'
import type { EditPlan, FilePlan, NewFilePlan, StepPlan } from './plan.js'
import type { Edit, NewFile, Recipe, Step } from './recipe.js'
import { recipeVersion } from './recipe-version.js'
import { describeEdit } from './resolve-edit.js'
import { type ResolvedStep, resolveRecipe } from './resolve-recipe.js'
import type { ResolvedFile } from './resolve-variant.js'
import { toBytes } from './source-text.js'
import { digestOf, type PhasedRecord, readRecord } from './tree/record.js'
import { hasEntry, ignoreMissing, missingDirectories, resolveRoot } from './tree/tree-paths.js'
import { pathsOf, type TreeFile } from './tree-files.js'

/**
 * What the recipe would change in the tree at `root`; writes nothing. Of a tree where an operation was cut off, what it
 * would change once that is undone. Throws AnchorError that tells of every edit without a place and every step without a
 * variant, or with two (each is in the AggregateError that is its cause), ToolError when a file leads outside the tree or
 * two edits overlap.
 */
export async function planEdits(root: string, recipe: Recipe): Promise<EditPlan> {
  const { tree, resolved, newFiles } = await resolveWhole(root, recipe)
  return assemble(tree, recipe, resolved, newFiles)
}

/** All steps with the variants that match, and all new files; the tree with symlinks resolved. Throws as planEdits does. */
export async function resolveWhole(root: string, recipe: Recipe) {
  const tree = await resolveRoot(root)
  const recorded = await readRecord(tree)
  const resolved = await resolveRecipe(tree, recipe, recorded)
  const newFiles: NewFilePlan[] = []
  const errors = resolved.flatMap(step => (step.outcome === 'no place' ? step.errors : []))
  for (const file of fillSlots(recipe, resolved)) {
    const planned = await planNewFile(tree, file, recorded)
    if (planned instanceof AnchorError) errors.push(planned)
    else newFiles.push(planned)
  }
  throwTogether(errors)
  return { tree, resolved, newFiles }
}

/** What the steps found so far come to; steps without a place are left out. */
export function assemble(
  root: string,
  recipe: Recipe,
  resolved: readonly ResolvedStep[],
  newFiles: readonly NewFilePlan[],
): EditPlan {
  const edited = resolved.flatMap(step =>
    step.outcome === 'found' ? step.files.map(part => ({ ...part, step: step.step })) : [],
  )
  const files = [...new Set(edited.map(({ file }) => file))].map(file =>
    planFile(
      file,
      edited.filter(part => part.file === file),
    ),
  )
  files.sort((a, b) => (a.path < b.path ? -1 : 1))
  const placed = new Set(files.filter(isUnchanged).map(({ path }) => path))
  const { name, parameters = {} } = recipe
  return {
    root,
    recipe: name,
    version: recipeVersion(recipe),
    parameters,
    files,
    newFiles,
    steps: resolved.flatMap(step => planStep(step, placed) ?? []),
    ...sumLines(files),
  }
}

type EditedFile = ResolvedFile & { readonly step: Step }

function planFile(file: TreeFile, parts: readonly EditedFile[]): FilePlan {
  return {
    path: file.path,
    original: file.original,
    oldContent: file.current,
    newContent: toBytes(editFile(file, parts)),
    mode: file.mode,
    purposes: [...new Set(parts.map(({ step }) => step.purpose))],
    ...sumLines(parts.flatMap(({ results }) => results)),
  }
}

const isUnchanged = ({ oldContent, newContent }: FilePlan) => Buffer.compare(oldContent, newContent) === 0

function editFile({ path, source }: TreeFile, parts: readonly EditedFile[]): string {
  const changes: LabelledChange[] = []
  for (const { step, edits, results } of parts) {
    results.forEach((result, index) => {
      if (result.state !== 'to do') return
      const label = `${path}: ${describeEdit(edits[index] as Edit)} (${step.purpose})`
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

/** What a step comes to, given the files that are as the plan wants them; undefined when it has no place. */
function planStep(resolved: ResolvedStep, placed: ReadonlySet<string>): StepPlan | undefined {
  if (resolved.outcome === 'no place') return undefined
  const { id, purpose, group } = resolved.step
  const common = { id, purpose, group }
  const [path = ''] = pathsOf(resolved.step)
  const none = { path, files: [], edits: [], ...NO_LINES }
  if (resolved.outcome === 'absent')
    return { ...common, variant: null, since: null, ...none, state: 'absent' }
  const { variant, files } = resolved
  const chosen = { ...common, variant: variant.id, since: variant.since ?? null }
  if (files.length === 0) return { ...chosen, ...none, state: 'nothing to do' }
  const isPresent = files.every(
    ({ file, results }) => placed.has(file.path) || results.every(({ state }) => state === 'present'),
  )
  const paths = files.map(({ file }) => file.path)
  return {
    ...chosen,
    path: paths[0] ?? path,
    files: paths,
    state: isPresent ? 'present' : 'to do',
    edits: files.flatMap(({ edits }) => edits.map(describeEdit)),
    ...sumLines(files.flatMap(({ results }) => results)),
  }
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
  if (!(await hasEntry(join(root, path)))) return { ...plan, state: 'to do' }
  const found = await readFile(join(root, path)).catch(ignoreMissing)
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
