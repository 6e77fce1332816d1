// SPDX-License-Identifier: GPL-2.0-only
import { ToolError } from '../core/errors.js'
import { applyChanges, type Change } from './edit-buffer.js'
import type { LineMap } from './recipe.js'
import {
  fromBytesText,
  lineSpan,
  lineText,
  type SourceText,
  type Span,
  sourceText,
  toBytesText,
} from './source-text.js'
import { assignmentsByLine } from './syntax/make-constructs.js'

/**
 * The lines that a map rewrites. Throws ToolError when the map would rewrite its own output, because it could then not be
 * told from a file that still needs it.
 */
export function mapChanges(
  source: SourceText,
  lines: LineMap,
  describe: string,
  isLeftAlone: (line: Span) => boolean,
): Change[] {
  const changes = rewrittenLines(source, lines, isLeftAlone)
  if (changes.length > 0) {
    const label = describe
    const mapped = sourceText(
      applyChanges(
        source.text,
        changes.map(change => ({ ...change, label })),
      ),
    )
    const again = rewrittenLines(mapped, lines, () => false)
    const rewritten = new Set(changes.map(({ text }) => text))
    const unstable = again.find(({ start, end }) => rewritten.has(mapped.text.slice(start, end)))
    if (unstable !== undefined) throw new ToolError(`"${describe}" is not idempotent: ${unstable.text}`)
  }
  return changes
}

function rewrittenLines(source: SourceText, lines: LineMap, isLeftAlone: (line: Span) => boolean): Change[] {
  const assignments = assignmentsByLine(source)
  return source.lineStarts.flatMap((_, index) => {
    const span = lineSpan(source, index)
    const original = lineText(source, index)
    const assigned = assignments.get(index)
    const mapped = lines(fromBytesText(original), {
      number: index + 1,
      startsAssignment: assigned?.isFirst ?? false,
      assignment: assigned?.assignment,
    })
    if (mapped === fromBytesText(original) || isLeftAlone(span)) return []
    const end = span.start + original.length
    return [{ start: span.start, end, text: toBytesText(mapped) }]
  })
}
