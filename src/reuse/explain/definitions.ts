// SPDX-License-Identifier: GPL-2.0-only
import { commentsIn, replaceSpans } from '../../formats/c-source/index.js'
import { enumerators } from './enumerators.js'
import { functionHead, structName, typedefName, variableName } from './heads.js'

/** What a name stands for, and where. */
export interface Definition {
  /** As the compiler names it. */
  readonly file: string
  /** With macros as they stand there; white space made the same. */
  readonly text: string
}

/** By name. */
type Definitions = ReadonlyMap<string, Definition>

/** What the compiler was told by the headers and the source of an object. */
export interface SourceText {
  readonly functions: Definitions
  readonly prototypes: Definitions
  /** Macros, enumerators and typedefs. */
  readonly constants: Definitions
  /** Structs and unions. */
  readonly structs: Definitions
  /** Also those that are only declared. */
  readonly variables: Definitions
  /** Of an object in assembler its own source, as it is. */
  readonly assembler: Definition | undefined
}

/** What stands before a body or a semicolon; more is assembler. */
const LONGEST = 4096

/**
 * Reads text in which directives were followed and macros were not expanded (`gcc -E -fdirectives-only -dD`). Where there is a source in
 * assembler, in which they are expanded nevertheless, nothing but macros is looked for.
 */
export function readSourceText(text: string, assembler?: Definition): SourceText {
  const found = {
    functions: new Map<string, Definition>(),
    prototypes: new Map<string, Definition>(),
    constants: new Map<string, Definition>(),
    structs: new Map<string, Definition>(),
    variables: new Map<string, Definition>(),
  }
  let [file, head, body, depth] = ['', '', '', 0]
  const put = (kind: keyof typeof found, name: string, words: string) =>
    found[kind].set(name, { file, text: words.replace(/\s+/g, ' ').trim() })
  const ended = () => {
    const type = typedefName(head)
    if (type !== undefined) put('constants', type, head)
    else {
      const declared = functionHead(head)
      const variable = declared === undefined ? variableName(head) : undefined
      if (declared !== undefined) put('prototypes', declared.name, declared.text)
      else if (variable !== undefined && !found.variables.get(variable)?.text.includes('=')) {
        put('variables', variable, `${head}${body}`)
      }
    }
    ;[head, body] = ['', '']
  }
  const closed = () => {
    const defined = functionHead(head)
    if (defined !== undefined) {
      put('functions', defined.name, defined.text + body)
      ;[head, body] = ['', '']
      return
    }
    const struct = structName(head)
    if (struct !== undefined) put('structs', struct, body)
    if (/\benum\b[^=(]*$/.test(head)) {
      for (const [enumerator, value] of enumerators(body)) put('constants', enumerator, value)
    }
    // It goes on: `struct s { } name;`, `struct s name = { };`.
    head += ' '
  }
  for (const line of withoutComments(text).split('\n')) {
    const marker = /^# \d+ "([^"]*)"/.exec(line)
    if (marker !== null) file = marker[1] ?? ''
    else if (line.startsWith('#')) {
      const [, word, name, rest] = /^#\s*(define|undef)\s+(\w+)(.*)/.exec(line) ?? []
      if (word === 'define' && name !== undefined) put('constants', name, rest ?? '')
      else if (name !== undefined) found.constants.delete(name)
    } else if (assembler === undefined) {
      for (const token of tokensOf(line)) {
        if (depth > 0) body += token
        if (token === '{') {
          if (depth++ === 0) body = '{'
        } else if (token === '}' && depth > 0) {
          if (--depth === 0) closed()
        } else if (depth === 0 && token === ';') ended()
        else if (depth === 0) head = (head + token).slice(-LONGEST)
      }
      if (depth > 0) body += ' '
      else head += ' '
    }
  }
  return { ...found, assembler }
}

const withoutComments = (text: string) =>
  replaceSpans(text, commentsIn(text), () => ' ').replaceAll('\\\n', ' ')

function* tokensOf(line: string): Generator<string> {
  for (const [token] of line.matchAll(
    /"[^"\\]*(?:\\.[^"\\]*)*"|'[^'\\]*(?:\\.[^'\\]*)*'|[{};]|[^"'{};]+|["']/g,
  ))
    yield token
}
