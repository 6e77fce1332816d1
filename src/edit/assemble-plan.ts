// SPDX-License-Identifier: GPL-2.0-only
import { applyChanges, type LabelledChange } from './edit-buffer.js'
import { NO_LINES, sumLines } from './line-counts.js'
import type { FilePlan, StepPlan } from './plan.js'
import type { Edit, Step } from './recipe.js'
import { describeEdit } from './resolve-edit.js'
import type { ResolvedStep } from './resolve-recipe.js'
import type { ResolvedFile } from './resolve-variant.js'
import { toBytes } from './source-text.js'
import { pathsOf, type TreeFile } from './tree-files.js'

/** The files that the steps edit, by path; steps without a place are left out. */
export function assembleFiles(resolved: readonly ResolvedStep[]): FilePlan[] {
  const edited = resolved.flatMap(step =>
    step.outcome === 'found' ? step.files.map(part => ({ ...part, step: step.step })) : [],
  )
  const files = [...new Set(edited.map(({ file }) => file))].map(file =>
    planFile(
      file,
      edited.filter(part => part.file === file),
    ),
  )
  return files.sort((a, b) => (a.path < b.path ? -1 : 1))
}

/** What each step comes to, in the order of the recipe; steps without a place are left out. */
export function assembleSteps(resolved: readonly ResolvedStep[], files: readonly FilePlan[]): StepPlan[] {
  const placed = new Set(files.filter(isUnchanged).map(({ path }) => path))
  return resolved.flatMap(step => planStep(step, placed) ?? [])
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
