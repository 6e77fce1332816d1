// SPDX-License-Identifier: GPL-2.0-only
import { blanked, commentsIn, replaceSpans } from '../../formats/c-source/index.js'

/** Where and how a header declares something. */
export interface Declaration {
  /** Relative to the root of the sources. */
  readonly path: string
  readonly line: number
  readonly kind: 'type' | 'macro' | 'typedef' | 'function' | 'enumerator' | 'variable'
  /** All of it on one line, without comments; of a function, its prototype. */
  readonly text: string
}

/** By name, `struct x` for a type. */
export type Declarations = ReadonlyMap<string, readonly Declaration[]>

/**
 * Finds what a header says of some names. It reads C as far as kernel headers are written in one style: a declaration
 * starts at the beginning of a line.
 */
export function declarationsIn(path: string, text: string, names: Iterable<string>): [string, Declaration][] {
  const code = blankComments(text)
  return [...names].flatMap((name): [string, Declaration][] => {
    const found = declarationOf(code, name)
    if (found === undefined) return []
    const line = code.slice(0, found.at).split('\n').length
    return [[name, { path, line, kind: found.kind, text: oneLine(found.text) }]]
  })
}

/** Characters of a declaration, and of what stands before its name: no header comes near, and a search is not without end. */
const LONG = 2000
const SHORT = 300

interface Found {
  readonly at: number
  readonly kind: Declaration['kind']
  readonly text: string
}

function declarationOf(code: string, name: string): Found | undefined {
  const bare = name.replace(/^.* /, '')
  if (!code.includes(bare)) return undefined
  if (name !== bare) return found(code, new RegExp(`^[ \\t]*${name}\\s*\\{`, 'm'), 'type', braces)
  return (
    found(code, new RegExp(`^[ \\t]*#[ \\t]*define[ \\t]+${bare}\\b.*(?:\\\\\\n.*)*`, 'm'), 'macro') ??
    found(
      code,
      new RegExp(
        `^typedef\\b[^;{]{0,${LONG}}(?:\\{[^{}]{0,${LONG}}\\}[^;{]{0,${LONG}})?\\b${bare}\\b[^;{]{0,${LONG}};`,
        'm',
      ),
      'typedef',
    ) ??
    found(
      code,
      new RegExp(
        `^(?!return\\b)[A-Za-z_][\\w \\t\\n*]{0,${SHORT}}?[ \\t\\n*]${bare}\\s*\\([^;{#=]{0,${LONG}}(?=[;{])`,
        'm',
      ),
      'function',
    ) ??
    found(code, new RegExp(`^[ \\t]+${bare}[ \\t]*(?:=[^,\\n]*)?(?=,|\\n)`, 'm'), 'enumerator') ??
    found(code, new RegExp(`^extern\\b[^;({]{0,${SHORT}}\\b${bare}\\b[^;]{0,${LONG}};`, 'm'), 'variable')
  )
}

function found(
  code: string,
  pattern: RegExp,
  kind: Found['kind'],
  textAt = (_: string, match: RegExpExecArray) => match[0],
): Found | undefined {
  const match = pattern.exec(code)
  return match === null ? undefined : { at: match.index, kind, text: textAt(code, match) }
}

/** From the match up to the brace that closes its last one. */
function braces(code: string, match: RegExpExecArray): string {
  let depth = 0
  for (let at = match.index + match[0].length - 1; at < code.length; at++) {
    if (code[at] === '{') depth++
    if (code[at] === '}' && --depth === 0) return code.slice(match.index, at + 1)
  }
  return match[0]
}

const oneLine = (text: string) =>
  text
    .replace(/\\\n/g, ' ')
    .replace(/\s+/g, ' ')
    .replace(/ ?; ?$/, '')
    .trim()

/** Comments as blanks, so that places stay. */
const blankComments = (text: string) => replaceSpans(text, commentsIn(text), blanked)

/** Names that a header declares, for finding where they went. */
export function declaredNames(text: string): string[] {
  const code = blankComments(text)
  const macros = [...code.matchAll(/^[ \t]*#[ \t]*define[ \t]+(\w+)/gm)].map(match => match[1] ?? '')
  const functions = [...code.matchAll(/^(?:static|extern)\b([\w \t*]*)\(/gm)].flatMap(
    ([, head = '']) => /(?<!\w)\w+$/.exec(head.trimEnd())?.[0] ?? [],
  )
  const types = [...code.matchAll(/^((?:struct|union|enum) \w+)\s*\{/gm)].map(match => match[1] ?? '')
  return [...new Set([...types, ...functions, ...macros])].filter(name => !/_H_*$/.test(name))
}
