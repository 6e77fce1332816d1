// SPDX-License-Identifier: GPL-2.0-only
import { editDistance } from '../core/nearest-words.js'
import type { Anchor } from './anchor.js'
import {
  fromBytesText,
  lineAt,
  lineText,
  normaliseBlanks,
  type SourceText,
  type Span,
} from './source-text.js'

const SHOWN = 3
const LEAST_LIKENESS = 0.6
const LONGEST = 160

/** The lines in the span that are most like what the anchor looks for, best first, as `number: text`. */
export function nearestLines(source: SourceText, anchor: Anchor, span: Span): string[] {
  const likeness = likenessTo(anchor)
  const first = lineAt(source, span.start)
  const last = span.end > span.start ? lineAt(source, span.end - 1) : first
  const scored: { index: number; score: number }[] = []
  for (let index = first; index <= last; index++) {
    const score = likeness(fromBytesText(lineText(source, index)))
    if (score >= LEAST_LIKENESS) scored.push({ index, score })
  }
  scored.sort((a, b) => b.score - a.score || a.index - b.index)
  return scored.slice(0, SHOWN).map(({ index }) => showLine(source, index))
}

/** A line as `number: text`, cut to a readable length. */
export function showLine(source: SourceText, index: number): string {
  const text = fromBytesText(lineText(source, index)).trim()
  return `${index + 1}: ${text.length > LONGEST ? `${text.slice(0, LONGEST)}…` : text}`
}

/** How like a line is to what the anchor looks for: 1 the same, 0 nothing in common. */
function likenessTo(anchor: Anchor): (line: string) => number {
  switch (anchor.kind) {
    case 'line':
    case 'lineWith':
      return wholeLine(anchor.text)
    case 'lines':
      return wholeLine(anchor.texts[0] ?? '')
    case 'ifBlock':
      return wholeLine(anchor.condition)
    case 'within':
      return likenessTo(anchor.anchor)
    default:
      return bestWord(anchor.name)
  }
}

function wholeLine(wanted: string): (line: string) => number {
  const text = normaliseBlanks(wanted)
  return line => alike(normaliseBlanks(line), text)
}

/** A line with the word itself comes before one with a word like it. */
function bestWord(wanted: string): (line: string) => number {
  return line => Math.max(0, ...line.split(/[\s,;(){}:=*]+/).map(word => alike(word, wanted)))
}

function alike(a: string, b: string): number {
  const longest = Math.max(a.length, b.length)
  if (longest === 0 || Math.min(a.length, b.length) < longest * LEAST_LIKENESS) return 0
  return 1 - editDistance(a.slice(0, LONGEST), b.slice(0, LONGEST)) / Math.min(longest, LONGEST)
}
