// SPDX-License-Identifier: GPL-2.0-only
import type { EditPlan, LineCounts, StepPlan } from '../edit/index.js'
import { type Paint, plainPaint } from '../text/paint.js'
import { countText } from '../text/quantities.js'
import { tableText } from '../text/table.js'

/** What an edit plan comes to, for machines: everything but the contents. */
export interface EditSummary extends LineCounts {
  readonly recipe: string
  readonly version: string
  readonly files: readonly ({ readonly path: string } & LineCounts)[]
  readonly newFiles: readonly { readonly path: string; readonly lines: number; readonly state: string }[]
  readonly steps: readonly StepPlan[]
}

export function editSummary(plan: EditPlan): EditSummary {
  return {
    recipe: plan.recipe,
    version: plan.version,
    files: plan.files.map(({ path, added, removed, rewritten }) => ({ path, added, removed, rewritten })),
    newFiles: plan.newFiles.map(({ path, lines, state }) => ({ path, lines, state })),
    steps: plan.steps,
    added: plan.added,
    removed: plan.removed,
    rewritten: plan.rewritten,
  }
}

/** The edits by group, one line a step; with `verbose` one line an edit as well. */
export function editPlanText(plan: EditPlan, { verbose = false, paint = plainPaint } = {}): string {
  const { steps, newFiles, added, removed, rewritten } = editSummary(plan)
  const groups = [...new Set(steps.map(({ group }) => group))].map(group => {
    const here = steps.filter(step => step.group === group)
    const rows = here.flatMap(step => stepRows(step, verbose, paint))
    return `${paint.bold(group)}\n${tableText(rows, { indent: 2, right: [1] })}`
  })
  const lines = newFiles.reduce((total, file) => total + file.lines, 0)
  const counts = [
    `${countText(plan.files.length, 'existing file')} edited: ${countText(added, 'line')} added, ${removed} removed, ${rewritten} rewritten\n`,
    `${countText(newFiles.length, 'new file')}, ${countText(lines, 'line')}${verbose ? ':' : ''}\n`,
    ...(verbose ? newFiles.map(file => `  ${file.path}\n`) : []),
  ]
  const isEmpty = plan.files.length + newFiles.length === 0
  return [...groups, ...(isEmpty ? [nothingToDoText(plan.recipe)] : counts)].join('')
}

/** For a tree that has what the recipe brings. */
export const nothingToDoText = (recipe: string): string =>
  `nothing to do: this tree does not need ${recipe}\n`

function stepRows(step: StepPlan, verbose: boolean, paint: Paint): string[][] {
  const { path, purpose, state, variant, since, edits } = step
  const isEdited = state === 'to do' || state === 'present'
  const note = {
    'to do': '',
    present: ' (in place)',
    'nothing to do': ` (nothing to do: ${variant ?? ''})`,
    absent: ' (not in this tree)',
  }[state]
  const row = [path, isEdited ? countsText(step) : '', `${purpose}${paint.dim(note)}`]
  if (!verbose) return [row]
  const told = variant === null ? [] : [`${step.id}: ${variant}${since === null ? '' : `, ${since}`}`]
  return [row, ...[...told, ...edits].map(text => ['', '', paint.dim(`  ${text}`)])]
}

/** Rewritten lines stand apart: `+8 -0 ~63`. */
const countsText = ({ added, removed, rewritten }: LineCounts) =>
  `+${added} -${removed}${rewritten > 0 ? ` ~${rewritten}` : ''}`
