// SPDX-License-Identifier: GPL-2.0-only
import { blanked, commentsIn, replaceSpans } from '../../formats/c-source/index.js'

/** One declaration of a struct, as it stands there. */
export interface Declaration {
  /** Whole lines from the end of the declaration above to the first of this one: comments, blank lines and directives. */
  readonly above: string
  /** Whole lines. */
  readonly text: string
  /** Conditions around it, the outermost first: the lines by which the preprocessor gets to it (`#ifdef X`, `#else`). */
  readonly conditions: Conditions
  /** For each thing that it declares the words that may be its name, the likeliest first; none for a struct or union without one. */
  readonly declarators: readonly (readonly string[])[]
}

export type Conditions = readonly (readonly string[])[]

export interface StructText {
  readonly declarations: readonly Declaration[]
  /** Whole lines below the last declaration. */
  readonly below: string
}

/** What stands between the braces of a struct; undefined for text that cannot be told apart by its lines. */
export function readStruct(body: string): StructText | undefined {
  const code = replaceSpans(body, commentsIn(body), blanked)
  const codeLines = linesOf(code)
  const declarations: Declaration[] = []
  const conditions: string[][] = []
  let [above, text, statement, depth] = ['', '', '', 0]
  for (const [index, line] of linesOf(body).entries()) {
    const bare = codeLines[index] ?? ''
    if (isDirective(bare) && text === '') {
      if (bare.endsWith('\\\n') || !follow(conditions, line)) return undefined
      above += line
      const last = declarations.at(-1)
      // A macro stays with what stands above it: something below may need it.
      if (!CONDITION.test(bare) && last !== undefined && !CONDITIONS.test(above)) {
        declarations[declarations.length - 1] = { ...last, text: last.text + above }
        above = ''
      }
    } else if (bare.trim() === '' && text === '') above += line
    else {
      text += line
      // A directive in here belongs to a nested struct.
      if (isDirective(bare)) continue
      statement += bare
      depth += count(bare, /[({]/g) - count(bare, /[)}]/g)
      if (depth > 0 || !statement.trimEnd().endsWith(';')) continue
      const where = conditions.map(each => [...each])
      declarations.push({ above, text, conditions: where, declarators: declaratorsOf(statement) })
      ;[above, text, statement] = ['', '', '']
    }
  }
  return text === '' && conditions.length === 0 ? { declarations, below: above } : undefined
}

/** The lines that are no conditions; none when all are blank. */
export function kept(between: string): string {
  const lines = linesOf(between).filter(line => !CONDITION.test(line))
  return lines.every(line => line.trim() === '') ? '' : lines.join('')
}

/** The lines that lead from inside some conditions to inside others. */
export function conditionLines(from: Conditions, to: Conditions): string {
  const shared = to.findIndex((group, index) => !isSame(group, from[index]))
  const depth = shared < 0 ? Math.min(from.length, to.length) : shared
  const [was = [], is = []] = [from[depth], to[depth]]
  const isFurther = was.length > 0 && is.length > was.length && was.every((line, index) => is[index] === line)
  const left = from.length - depth - (isFurther ? 1 : 0)
  const further = isFurther ? is.slice(was.length) : is
  return ['#endif\n'.repeat(left), ...further, ...to.slice(depth + 1).flat()].join('')
}

const isSame = (one: readonly string[], other: readonly string[] | undefined): boolean =>
  one.join('') === other?.join('')

const linesOf = (text: string): string[] => text.match(/[^\n]*\n|[^\n]+$/g) ?? []
const count = (text: string, pattern: RegExp): number => text.match(pattern)?.length ?? 0

const isDirective = (line: string): boolean => line.trimStart().startsWith('#')
const CONDITION = /^\s*#\s*(?:if(?:n?def)?|else|elif|endif)\b/
const CONDITIONS = new RegExp(CONDITION, 'm')

/** False for an end without a beginning. */
function follow(conditions: string[][], line: string): boolean {
  const word = CONDITION.exec(line)?.[0].replace(/[#\s]/g, '')
  if (word === undefined) return true
  if (word === 'endif') return conditions.pop() !== undefined
  if (word.startsWith('if')) conditions.push([line])
  else if (conditions.at(-1)?.push(line) === undefined) return false
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
