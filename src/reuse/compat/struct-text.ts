// SPDX-License-Identifier: GPL-2.0-only
import { blanked, commentsIn, replaceSpans } from '../../formats/c-source/index.js'

/** One declaration of a struct, as it stands there. */
export interface Declaration {
  /** Whole lines: comments and blank lines above it as well. */
  readonly text: string
  /** Conditions around it, the outermost first: the lines by which the preprocessor gets to it (`#ifdef X`, `#else`). */
  readonly conditions: readonly (readonly string[])[]
  /** For each thing that it declares the words that may be its name, the likeliest first; none for a struct or union without one. */
  readonly declarators: readonly (readonly string[])[]
}

/** The declarations between the braces of a struct; undefined for text that cannot be told apart by its lines. */
export function declarationsIn(body: string): Declaration[] | undefined {
  const code = replaceSpans(body, commentsIn(body), blanked)
  const [lines, codeLines] = [linesOf(body), linesOf(code)]
  const found: Declaration[] = []
  const conditions: string[][] = []
  let [text, statement, depth] = ['', '', 0]
  for (const [index, line] of lines.entries()) {
    const bare = codeLines[index] ?? ''
    if (bare.trimStart().startsWith('#') && depth === 0) {
      if (statement.trim() !== '' || bare.endsWith('\\\n')) return undefined
      // A comment above a directive is about what follows.
      if (!follow(conditions, line)) return undefined
      continue
    }
    text += line
    // A directive inside a nested struct is a part of that.
    if (bare.trimStart().startsWith('#')) continue
    statement += bare
    depth += count(bare, /[({]/g) - count(bare, /[)}]/g)
    if (depth > 0 || !statement.trimEnd().endsWith(';')) continue
    found.push({ text, conditions: conditions.map(each => [...each]), declarators: declaratorsOf(statement) })
    ;[text, statement] = ['', '']
  }
  return statement.trim() === '' && conditions.length === 0 ? found : undefined
}

const linesOf = (text: string): string[] => text.match(/[^\n]*\n|[^\n]+$/g) ?? []
const count = (text: string, pattern: RegExp): number => text.match(pattern)?.length ?? 0

/** False for a directive that is no condition. */
function follow(conditions: string[][], line: string): boolean {
  const word = /^\s*#\s*(\w+)/.exec(line)?.[1] ?? ''
  if (/^if(?:n?def)?$/.test(word)) conditions.push([line])
  else if (/^(?:else|elif)$/.test(word)) conditions.at(-1)?.push(line)
  else if (word === 'endif') conditions.pop()
  else return false
  return true
}

/** Of `int a, *b[2]`, `void (*f)(int)`, `struct { … } c` or `DECLARE_BITMAP(d, 8)`. */
function declaratorsOf(statement: string): string[][] {
  const close = statement.lastIndexOf('}')
  const declared = close < 0 ? statement : statement.slice(close + 1)
  const [, pointer] =
    /\(\s*\*+\s*(?:const\s+|__\w+\s+)*(\w+)\s*(?:\[[^\]]*\]\s*)*\)\s*\(/.exec(declared) ?? []
  if (pointer !== undefined) return [[pointer]]
  if (/^\s*[A-Z_]+\s*\(/.test(declared)) return [identifiers(declared)]
  const parts = declared.replace(/\[[^\]]*\]|\([^()]*\)|:[^,;]*/g, ' ').split(',')
  const named = parts.map(part => identifiers(part).reverse()).filter(words => words.length > 0)
  // What follows a nested struct without a name may still be an attribute.
  return close >= 0 && named.every(words => words.every(word => word.startsWith('__'))) ? [] : named
}

const identifiers = (text: string): string[] => text.match(/\b[A-Za-z_]\w*/g) ?? []
