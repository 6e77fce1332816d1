// SPDX-License-Identifier: GPL-2.0-only
// Makefile text outside of `$(…)` and `${…}`, in which blanks, `#` and operators mean nothing.

interface Match {
  readonly index: number
  readonly text: string
}

/** Without its comment. */
export function withoutComment(text: string): string {
  if (!text.includes('#')) return text
  const [comment] = topLevel(text, COMMENT)
  return comment === undefined ? text : text.slice(0, comment.index)
}

/** The first operator of an assignment or colon of a rule. */
export function operatorIn(text: string): Match | undefined {
  const [operator] = topLevel(text, OPERATOR)
  return operator
}

/** Whether there is an equals sign. */
export const hasEquals = (text: string): boolean =>
  text.includes('=') && [...topLevel(text, EQUALS)].length > 0

/** Words at blanks. */
export function wordsOf(text: string): string[] {
  const words: string[] = []
  let start = 0
  for (const { index, text: gap } of topLevel(text, BLANKS)) {
    if (index > start) words.push(text.slice(start, index))
    start = index + gap.length
  }
  if (start < text.length) words.push(text.slice(start))
  return words
}

/** What opens or closes a reference, or, as a group, what is looked for. */
const searching = (wanted: string) => `\\$[({]|[({]|[)}]|(${wanted})`
const COMMENT = searching('(?<!\\\\)#')
const OPERATOR = searching(':::=|::=|:=|\\+=|\\?=|!=|=|::|&:|:')
const EQUALS = searching('=')
const BLANKS = searching('\\s+')

function* topLevel(text: string, pattern: string): Generator<Match> {
  let depth = 0
  for (const { 0: token, 1: wanted, index } of text.matchAll(new RegExp(pattern, 'g'))) {
    if (wanted !== undefined) {
      if (depth === 0) yield { index, text: wanted }
    } else if (token.length === 2) depth++
    else if (depth > 0) depth += token === '(' || token === '{' ? 1 : -1
  }
}
