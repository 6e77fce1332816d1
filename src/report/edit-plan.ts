// SPDX-License-Identifier: GPL-2.0-only
import type { EditPlan, StepPlan } from '../edit/index.js'
import { type Paint, plainPaint } from '../text/paint.js'
import { countText } from '../text/quantities.js'
import { tableText } from '../text/table.js'

/** What an edit plan comes to, for machines: everything but the contents. */
export interface EditSummary {
  readonly recipe: string
  readonly version: string
  readonly files: readonly { readonly path: string; readonly added: number; readonly removed: number }[]
  readonly newFiles: readonly { readonly path: string; readonly lines: number; readonly state: string }[]
  readonly steps: readonly StepPlan[]
  /** Lines in existing files. A renamed line, obj-… to crypto-objs-…, is one removed and one added. */
  readonly added: number
  readonly removed: number
}

export function editSummary(plan: EditPlan): EditSummary {
  return {
    recipe: plan.recipe,
    version: plan.version,
    files: plan.files.map(({ path, added, removed }) => ({ path, added, removed })),
    newFiles: plan.newFiles.map(({ path, lines, state }) => ({ path, lines, state })),
    steps: plan.steps,
    added: plan.added,
    removed: plan.removed,
  }
}

/** The edits by group, one line a step; with `verbose` one line an edit as well. */
export function editPlanText(plan: EditPlan, { verbose = false, paint = plainPaint } = {}): string {
  const { steps, newFiles, added, removed } = editSummary(plan)
  const groups = [...new Set(steps.map(({ group }) => group))].map(group => {
    const here = steps.filter(step => step.group === group)
    const rows = here.flatMap(step => stepRows(step, verbose, paint))
    return `${paint.bold(group)}\n${tableText(rows, { indent: 2, right: [1] })}`
  })
  const lines = newFiles.reduce((total, file) => total + file.lines, 0)
  return [
    ...groups,
    `${countText(plan.files.length, 'existing file')} edited: ${countText(added, 'line')} added, ${removed} removed\n`,
    `${countText(newFiles.length, 'new file')}, ${countText(lines, 'line')}${verbose ? ':' : ''}\n`,
    ...(verbose ? newFiles.map(file => `  ${file.path}\n`) : []),
  ].join('')
}

function stepRows(step: StepPlan, verbose: boolean, paint: Paint): string[][] {
  const { path, purpose, state, variant, since, edits, added, removed } = step
  const isEdited = state === 'to do' || state === 'present'
  const note = {
    'to do': '',
    present: ' (in place)',
    'nothing to do': ` (nothing to do: ${variant ?? ''})`,
    absent: ' (not in this tree)',
  }[state]
  const row = [path, isEdited ? `+${added} -${removed}` : '', `${purpose}${paint.dim(note)}`]
  if (!verbose) return [row]
  const told = variant === null ? [] : [`${step.id}: ${variant}${since === null ? '' : `, ${since}`}`]
  return [row, ...[...told, ...edits].map(text => ['', '', paint.dim(`  ${text}`)])]
}
