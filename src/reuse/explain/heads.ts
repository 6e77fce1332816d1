// SPDX-License-Identifier: GPL-2.0-only
// What stands before a body or a semicolon of C, by which it is told what is defined there.

/** What looks like a function and is none. */
const NO_NAMES =
  /^(?:__attribute(?:__)?|asm|__asm(?:__)?|__?typeof(?:__)?|_Static_assert|static_assert|__extension__|__(?:printf|scanf|acquires?|cond_acquires?|releases?|must_hold|aligned|alloc_size|nonnull|section|no_sanitize\w*))$/

export interface FunctionHead {
  readonly name: string
  /** Without calls of macros before it that no semicolon ends. */
  readonly text: string
}

/** The function that is defined or declared there; undefined when it is something else. */
export function functionHead(head: string): FunctionHead | undefined {
  if (/^\s*typedef\b/.test(head)) return undefined
  const calls = outerCalls(head)
  if (calls === undefined) return undefined
  const named = calls.filter(({ name }) => !NO_NAMES.test(name))
  // What a function returns stands before its name, before that of a macro nothing.
  const found = named.find(({ hasType }) => hasType) ?? named[0]
  return found && { name: found.name, text: head.slice(found.start) }
}

/** `struct s` or `union u` with a body. */
export const structName = (head: string): string | undefined =>
  /\b(?:struct|union)\s+(?:__\w+\s+)*(\w+)\s*(?:__\w+\b(?:\([^()]*\))?\s*)*$/.exec(head)?.[1]

/** `typedef int name` */
export const typedefName = (head: string): string | undefined =>
  /^\s*typedef\b/.test(head)
    ? (/\(\s*\*?\s*(\w+)\s*\)\s*\(/.exec(head)?.[1] ?? /(\w+)\s*(?:\[[^\]]*\]\s*)*$/.exec(head)?.[1])
    : undefined

/** `struct s name[N] = ...`: what stands before the value, the size, and attributes; undefined for a type alone. */
export function variableName(head: string): string | undefined {
  if (/^\s*(?:struct|union|enum)\s+\w+\s*$/.test(head)) return undefined
  const declared = head.replace(/=.*$/s, '')
  return /\w[\s*]+(\w+)\s*(?:\[[^\]]*\]\s*)*(?:__\w+\b(?:\([^()]*\))?\s*)*$/.exec(declared)?.[1]
}

interface Call {
  readonly name: string
  /** Where what belongs to it begins: behind the parentheses before it. */
  readonly start: number
  readonly hasType: boolean
}

/** Names before parentheses that are in no others, nor in brackets; undefined when a value is assigned. */
function outerCalls(head: string): Call[] | undefined {
  const calls: Call[] = []
  let [depth, start] = [0, 0]
  for (const { 0: token, index } of head.matchAll(/\w+\s*\((?!\s*\*)|[()[\]=]/g)) {
    if (token === '=') {
      if (depth === 0) return undefined
      continue
    }
    if (depth === 0 && token.length > 1) {
      const name = token.slice(0, -1).trim()
      calls.push({ name, start, hasType: /\w/.test(head.slice(start, index)) })
    }
    depth += /[)\]]/.test(token) ? -1 : 1
    if (depth === 0) start = index + token.length
  }
  return calls
}
