// SPDX-License-Identifier: GPL-2.0-only
import { blanked, commentsIn, hiddenSpans, replaceSpans } from '../../formats/c-source/index.js'

/** A call in a source, and the function that it stands in. */
export interface SourceCall {
  readonly callee: string
  /** Null where none was found above it. */
  readonly within: string | null
}

/** Calls of some functions in a C source, in their order, by its text: macros and conditions are not looked at. */
export function callsIn(source: string, callees: readonly string[]): SourceCall[] {
  const code = replaceSpans(source, hiddenSpans(source), blanked)
  return Array.from(code.matchAll(new RegExp(`\\b(${callees.join('|')})\\s*\\(`, 'g')), found => ({
    callee: found[1] ?? '',
    within: functionAbove(code.slice(Math.max(0, found.index - FARTHEST), found.index)),
  }))
}

/** No function is longer, and no time is lost on what is none. */
const FARTHEST = 20_000

/** As the kernel's style has it, a definition begins in the first column, and its brace is in the first column of a line. */
function functionAbove(code: string): string | null {
  const brace = code.lastIndexOf('\n{')
  const head = code.slice(Math.max(0, brace - LONGEST_HEAD), Math.max(0, brace))
  const start = Math.max(head.lastIndexOf('\n}'), head.lastIndexOf(';'), head.lastIndexOf('\n#'))
  return /([A-Za-z_]\w*)\s*\((?:[^()]|\([^()]*\))*\)[^()]*$/.exec(head.slice(start + 1))?.[1] ?? null
}

/** Of what is before a function's brace. */
const LONGEST_HEAD = 1000

/** The messages with which the code of a source ends everything, without line feeds. */
export function panicsIn(source: string): string[] {
  const code = replaceSpans(source, commentsIn(source), blanked)
  return Array.from(code.matchAll(/\bpanic\(\s*((?:"(?:[^"\\\n]|\\.)*"\s*)+)/g), ([, literals = '']) =>
    Array.from(literals.matchAll(/"((?:[^"\\\n]|\\.)*)"/g), ([, text = '']) => text)
      .join('')
      .replaceAll('\\n', '')
      .replaceAll('\\"', '"'),
  )
}
