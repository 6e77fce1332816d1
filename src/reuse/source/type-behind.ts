// SPDX-License-Identifier: GPL-2.0-only

/**
 * Of an error about a value whose type is no struct or pointer any more, the type that it is declared with: of a variable
 * named on the line, or of what the function returns. `above` is the file up to and with that line.
 */
export function typeBehind(message: string, line: string, above: string): string | undefined {
  if (/from a function with return type '/.test(message)) return lastOf(above, FUNCTION)
  const member = /^request for member '(\w+)' in something not a structure or union$/.exec(message)?.[1]
  const pattern = member === undefined ? misuseIn(message) : new RegExp(`\\b(\\w+)(?:\\.|->)${member}\\b`)
  const name = pattern?.exec(line)?.[1]
  if (name === undefined) return undefined
  return lastOf(above, new RegExp(`(?:^|[(,;{])\\s*(?:const )?(\\w+)\\s+\\*?${name}\\s*[;,[)]`, 'gm'))
}

/** The start of a function at the margin, as the kernel writes them. */
const FUNCTION = /^(?:static )?(?:const )?(\w+)\s+\*?\w+\(/gm

function misuseIn(message: string): RegExp | undefined {
  if (message.startsWith("invalid type argument of '->'")) return /\b(\w+)->/
  return message.startsWith("invalid type argument of unary '*'") ? /\*(\w+)/ : undefined
}

function lastOf(text: string, pattern: RegExp): string | undefined {
  const names = [...text.matchAll(pattern)].map(([, name]) => name)
  return names.findLast(name => name !== 'return' && name !== 'goto')
}
