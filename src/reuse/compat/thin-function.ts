// SPDX-License-Identifier: GPL-2.0-only
import type { ConstructParts } from '../../edit/index.js'

/** How a header has a symbol that no object of the kernel exports. */
export type KeptAs = 'not exported' | 'inline function' | 'macro'

/** What the header is to have instead, and C source of the function. */
export interface ThinFunction {
  /** Whole lines. */
  readonly declaration: string
  readonly source: string
}

/** For what only has to be exported. */
export const exportSource = (symbol: string, header: string): string =>
  `${HEAD}#include <${header}>\n#include <linux/export.h>\n\n${exported(symbol)}`

/** Of an inline function, by the parts of its text. */
export function functionOfInline(
  { head, inside, tail }: ConstructParts,
  { symbol, header }: { readonly symbol: string; readonly header: string },
): ThinFunction {
  const plain = head.replace(/\b(?:static|inline|__always_inline|__inline)\b[ \t]*/g, '')
  const declaration = `${plain.replace(/\s*\{\s*$/, '')};\n`
  const includes = `#include <${header}>\n#include <linux/export.h>\n`
  return { declaration, source: `${HEAD}${includes}\n${plain}${inside}${tail}${exported(symbol)}` }
}

/**
 * Of a macro, by its text and the prototype that the module was built with. Undefined where that cannot be written: for a variable number of
 * arguments, and for what the prototype does not tell.
 */
export function functionOfMacro(
  text: string,
  prototype: string,
  { symbol, header }: { readonly symbol: string; readonly header: string },
): ThinFunction | undefined {
  const read = readPrototype(prototype, symbol)
  if (read === undefined) return undefined
  const { result, parameters } = read
  const declared = `${result}${symbol}(${parameters.map(each => each.text).join(', ') || 'void'})`
  const call = `now_${symbol}(${parameters.map(each => each.name).join(', ')})`
  const body = `{\n\t${result === 'void ' ? '' : 'return '}${call};\n}\n`
  const macro = text.replace(new RegExp(`\\b${symbol}\\b`), `now_${symbol}`)
  const includes = `#include <${header}>\n#include <linux/export.h>\n`
  return {
    declaration: `${declared};\n`,
    source: `${HEAD}${includes}\n${macro}\n${declared}\n${body}${exported(symbol)}`,
  }
}

const HEAD = '// SPDX-License-Identifier: GPL-2.0-only\n'
const exported = (symbol: string) => `EXPORT_SYMBOL_GPL(${symbol});\n`

interface Prototype {
  /** With a blank or star at its end. */
  readonly result: string
  readonly parameters: readonly { readonly text: string; readonly name: string }[]
}

/** What a declaration has besides types: it says nothing of the call. */
const NO_TYPE =
  /\b(?:extern|__must_check|__init|__pure|__attribute_const__|noinline|asmlinkage|__cold|__malloc)\b ?|\b__attribute__\s*\(\(.*\)\)/g

function readPrototype(text: string, symbol: string): Prototype | undefined {
  const [head, tail] = splitOnce(text.replace(NO_TYPE, ''), new RegExp(`\\b${symbol}\\s*\\(`))
  const end = tail === undefined ? -1 : closing(tail)
  if (head === undefined || tail === undefined || end < 0) return undefined
  const result = `${head.trim()}${/\*$/.test(head.trim()) ? '' : ' '}`
  const list = splitParameters(tail.slice(0, end))
  if (!/\w/.test(result) || /\bstatic\b|[()]/.test(result) || list.includes('...')) return undefined
  return { result, parameters: list.map(named) }
}

function splitOnce(text: string, at: RegExp): [string?, string?] {
  const match = at.exec(text)
  return match === null ? [] : [text.slice(0, match.index), text.slice(match.index + match[0].length)]
}

/** Where the parenthesis closes that stands before the text; -1 when it does not. */
function closing(text: string): number {
  let depth = 1
  for (let at = 0; at < text.length; at++) {
    if (text[at] === '(') depth++
    if (text[at] === ')' && --depth === 0) return at
  }
  return -1
}

function splitParameters(text: string): string[] {
  const parts: string[] = []
  let [depth, part] = [0, '']
  for (const c of text) {
    if (c === '(') depth++
    if (c === ')') depth--
    if (c === ',' && depth === 0) {
      parts.push(part.trim())
      part = ''
    } else part += c
  }
  const all = [...parts, part.trim()]
  return all.length === 1 && /^(?:void)?$/.test(all[0] ?? '') ? [] : all
}

const TYPE_WORD =
  /^(?:void|char|short|int|long|signed|unsigned|bool|float|const|volatile|struct|union|enum|[us](?:8|16|32|64)|__[us]\w+|__[lb]e\d+|\w+_t)$/

/** A parameter and its name, which is made where the prototype has none. */
function named(text: string, index: number): { text: string; name: string } {
  const made = `arg${index}`
  const pointer = /\(\s*\*\s*(?:const\s+)?(\w*)\s*\)/.exec(text)
  if (pointer !== null) {
    const name = pointer[1] ?? ''
    return name === '' ? { text: text.replace(pointer[0], `(*${made})`), name: made } : { text, name }
  }
  const words = /^(.*[\s*])(\w+)((?:\[\w*\])*)$/s.exec(text)
  const [, before = '', name = ''] = words ?? []
  const isName =
    words !== null &&
    !TYPE_WORD.test(name) &&
    !/\b(?:struct|union|enum)\s*$/.test(before) &&
    /\w/.test(before)
  if (isName) return { text, name }
  const array = /((?:\[\w*\])*)$/.exec(text)?.[0] ?? ''
  const type = text.slice(0, text.length - array.length).trimEnd()
  return { text: `${type}${type.endsWith('*') ? '' : ' '}${made}${array}`, name: made }
}
