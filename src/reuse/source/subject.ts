// SPDX-License-Identifier: GPL-2.0-only
import type { Diagnostic, SourcePlace } from './diagnostics.js'
import { typeBehind } from './type-behind.js'

/** What an error is about. */
export interface ErrorSubject {
  readonly kind: 'header' | 'type' | 'member' | 'name' | 'clash' | 'other'
  /** `asm/unaligned.h`, `struct crypto_engine`, `sock_no_sendpage`; of what is not understood, the message. */
  readonly name: string
  /** Of a member: its own name. */
  readonly member?: string | undefined
}

/** The line of the frozen sources that an error comes from, which may be inside a macro of the kernel's. */
export interface ErrorOrigin {
  readonly place: SourcePlace
  /** The text of that line, and of its whole file. */
  readonly line: string
  readonly file: string
}

const AGGREGATE = '(?:const |volatile )*((?:struct|union|enum) \\w+)'
const QUOTED = `'${AGGREGATE}[^']*'`

const PATTERNS: readonly (readonly [RegExp, ErrorSubject['kind']])[] = [
  [/^'?([^':]+)'?(?:: No such file or directory| file not found)$/, 'header'],
  [new RegExp(`(?:undefined|incomplete)(?: result)? type ${QUOTED}`), 'type'],
  [new RegExp(`incomplete definition of type ${QUOTED}`), 'type'],
  [/^unknown type name '(\w+)'/, 'name'],
  [/^'(\w+)' undeclared/, 'name'],
  [/^use of undeclared identifier '(\w+)'/, 'name'],
  [/implicit declaration of function '(\w+)'/, 'name'],
  [/^call to undeclared function '(\w+)'/, 'name'],
  [
    /^(?:conflicting types for|redefinition of|(?:static|non-static) declaration of) '(?:\w+ )?(\w+)'/,
    'clash',
  ],
  [/^too (?:few|many) arguments to function '(\w+)'/, 'name'],
]

/** What comes of a function that is not declared: it is about that one. */
const FOLLOWS = /makes pointer from integer without a cast$/
const TYPEDEF = /'(\w+)' \{aka '/
const ARGUMENT = /(?:passing argument \d+ of|incompatible type for argument \d+ of) '(\w+)'/

/** Tells what an error is about from its words; `other` with the message when they do not say. */
export function subjectOf({ message, notes }: Diagnostic, { place, line, file }: ErrorOrigin): ErrorSubject {
  const member =
    new RegExp(`^${QUOTED}(?: \\{aka [^}]*\\})? has no member named '(\\w+)'`).exec(message) ??
    swapped(new RegExp(`^no member named '(\\w+)' in ${QUOTED}`).exec(message))
  if (member?.[1] !== undefined && member[2] !== undefined) {
    return { kind: 'member', name: member[1], member: member[2] }
  }
  for (const [pattern, kind] of PATTERNS) {
    const name = pattern.exec(message)?.[1]
    if (name !== undefined) return { kind, name }
  }
  if (FOLLOWS.test(message)) return { kind: 'other', name: message }
  const about = incompatible(message, notes, line, file)
  if (about !== undefined) return about
  const type = typeBehind(message, line, file.split('\n', place.line).join('\n'))
  return type === undefined ? { kind: 'other', name: message } : { kind: 'name', name: type }
}

/** Pointers of another type: the typedef that changed, the function whose prototype did, or the member that is initialised. */
function incompatible(
  message: string,
  notes: Diagnostic['notes'],
  line: string,
  file: string,
): ErrorSubject | undefined {
  const argument = ARGUMENT.exec(message)?.[1]
  if (argument !== undefined) {
    const expected = notes
      .map(note => /expected (.{0,500}?) but argument/.exec(note.message)?.[1])
      .find(Boolean)
    return (
      undeclared(expected, notes) ?? { kind: 'name', name: TYPEDEF.exec(expected ?? '')?.[1] ?? argument }
    )
  }
  const target = /^(?:assignment to|initialization of|returning) (.*?) (?:from|with)/.exec(message)?.[1]
  if (target === undefined) return undefined
  const typedef = TYPEDEF.exec(target)?.[1]
  if (typedef !== undefined && !/^(?:bool|u\d+|s\d+|size_t)$/.test(typedef))
    return { kind: 'name', name: typedef }
  const near = notes.map(note => /near initialization for '(\w+)/.exec(note.message)?.[1]).find(Boolean)
  const [, member] = /\.(\w+)\s*=/.exec(line) ?? []
  const struct = near && new RegExp(`(struct \\w+)\\s+${near}\\b`).exec(file)?.[1]
  return member && struct ? { kind: 'member', name: struct, member } : undefined
}

/** A struct that no header declares is another one in each prototype, by the same name. */
function undeclared(expected: string | undefined, notes: Diagnostic['notes']): ErrorSubject | undefined {
  const isSame = notes.some(
    note => note.message === `expected ${expected} but argument is of type ${expected}`,
  )
  const name = isSame ? new RegExp(QUOTED).exec(expected ?? '')?.[1] : undefined
  return name === undefined ? undefined : { kind: 'type', name }
}

const swapped = (match: RegExpExecArray | null) => match && ([match[0], match[2], match[1]] as const)
