// SPDX-License-Identifier: GPL-2.0-only
import { ToolError } from '../core/errors.js'

/** Text for the bytes from `start` up to `end` of the original; an insertion has `start` equal to `end`. */
export interface Change {
  readonly start: number
  readonly end: number
  readonly text: string
}

export interface LabelledChange extends Change {
  /** Names the change when it overlaps another. */
  readonly label: string
}

/**
 * The text with the changes made. All address the original; insertions at one point keep their order and come before
 * what replaces the bytes from there on. Throws ToolError naming both when two changes overlap.
 */
export function applyChanges(text: string, changes: readonly LabelledChange[]): string {
  const ordered = changes
    .map((change, index) => ({ change, index }))
    .sort((a, b) => a.change.start - b.change.start || a.change.end - b.change.end || a.index - b.index)
    .map(({ change }) => change)
  const parts: string[] = []
  let at = 0
  let last: LabelledChange | undefined
  for (const change of ordered) {
    if (change.start < at) {
      throw new ToolError(`two edits overlap: ${last?.label ?? ''} and ${change.label}`)
    }
    parts.push(text.slice(at, change.start), change.text)
    at = change.end
    if (change.end > change.start) last = change
  }
  parts.push(text.slice(at))
  return parts.join('')
}
