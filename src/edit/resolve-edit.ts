// SPDX-License-Identifier: GPL-2.0-only
import { describeAnchor } from './describe-anchor.js'
import type { Change } from './edit-buffer.js'
import { type AnchorResult, findAnchor } from './find-anchor.js'
import { type LineCounts, NO_LINES } from './line-counts.js'
import { mapChanges } from './map-lines.js'
import { asWritten, isOwn, type OwnText, occurrences, standsAt } from './own-text.js'
import type { Edit } from './recipe.js'
import { type SourceText, spanHas } from './source-text.js'
import type { Construct } from './syntax/construct.js'

/** An edit in one file: in place already, to be made by these changes, or without the place it needs. */
export type EditResult =
  | ({
      readonly state: 'present'
      /** The anchor is gone, or has been replaced: only the text of the edit says so. */
      readonly byTextAlone?: boolean | undefined
    } & LineCounts)
  | ({ readonly state: 'to do'; readonly changes: readonly Change[] } & LineCounts)
  | { readonly state: 'no place'; readonly miss: Miss }

export type Miss = Extract<AnchorResult, { found: false }>

/** Throws ToolError when a map is not idempotent, and Error when a replacement is empty. */
export function resolveEdit(source: SourceText, own: OwnText, edit: Edit): EditResult {
  if (edit.op === 'map') return resolveMap(source, own, edit)
  const text = asWritten(source, edit.text)
  if (!('anchor' in edit)) {
    const at = source.text.length
    return resolveInsertion(source, own, { start: at, end: at }, text, 'after')
  }
  const result = findAnchor(source, edit.anchor, construct => isOwn(own, construct))
  if (!result.found) return resolveWithoutAnchor(source, own, edit, text, result)
  return edit.op === 'replace'
    ? resolveReplacement(source, result.construct, text)
    : resolveInsertion(source, own, result.construct, text, edit.op)
}

/** An edit in words: `after function do_init_module`. */
export function describeEdit(edit: Edit): string {
  if (edit.op === 'map') return edit.describe
  if (!('anchor' in edit)) return 'at the end'
  return `${edit.op} ${describeAnchor(edit.anchor)}`
}

function resolveMap(
  source: SourceText,
  own: OwnText,
  { describe, lines }: Extract<Edit, { op: 'map' }>,
): EditResult {
  const changes = mapChanges(source, lines, describe, span => isOwn(own, span))
  const count = changes.length
  return count === 0
    ? { state: 'present', ...NO_LINES }
    : { state: 'to do', changes, ...NO_LINES, rewritten: count }
}

function resolveReplacement(source: SourceText, { start, end }: Construct, text: string): EditResult {
  if (text.trim() === '') throw new Error('A replacement may not be empty')
  const original = source.text.slice(start, end)
  if (occurrences(source, text).some(span => spanHas(span, { start, end }))) {
    return { state: 'present', ...NO_LINES, added: countLines(text) }
  }
  return { state: 'to do', changes: [{ start, end, text }], ...countReplaced(original, text) }
}

/** Lines added and removed by a replacement, lines that head or tail both not counted. */
function countReplaced(original: string, text: string): LineCounts {
  const before = original.split(/(?<=\n)/)
  const after = text.split(/(?<=\n)/)
  while (before.length > 0 && after.length > 0 && before[0] === after[0]) {
    before.shift()
    after.shift()
  }
  while (before.length > 0 && after.length > 0 && before.at(-1) === after.at(-1)) {
    before.pop()
    after.pop()
  }
  return { added: after.length, removed: before.length, rewritten: 0 }
}

function resolveInsertion(
  source: SourceText,
  own: OwnText,
  { start, end, lead = start }: Construct,
  text: string,
  op: 'before' | 'after',
): EditResult {
  const at = op === 'before' ? lead : end
  const counts = { ...NO_LINES, added: countLines(text) }
  const above = start === end || op === 'before' ? [lead, start] : []
  const below = start === end || op === 'after' ? [end] : []
  const present =
    above.some(point => standsAt(source, own, { wanted: text, at: point, direction: 'above' })) ||
    below.some(point => standsAt(source, own, { wanted: text, at: point, direction: 'below' }))
  if (present) return { state: 'present', ...counts }
  return { state: 'to do', changes: [{ start: at, end: at, text }], ...counts }
}

/** Without its anchor an edit is in place when it, or another one that removes anchors, is: its text then stands there once. */
function resolveWithoutAnchor(
  source: SourceText,
  own: OwnText,
  edit: Edit,
  text: string,
  miss: Miss,
): EditResult {
  const mayBeGone = edit.op === 'replace' || own.mayRemoveAnchors
  if (miss.places.length === 0 && mayBeGone && occurrences(source, text).length === 1) {
    return { state: 'present', byTextAlone: true, ...NO_LINES, added: countLines(text) }
  }
  return { state: 'no place', miss }
}

const countLines = (text: string) => text.split('\n').length - 1
