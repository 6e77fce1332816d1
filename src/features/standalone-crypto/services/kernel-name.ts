// SPDX-License-Identifier: GPL-2.0-only

/** The name or driver of an algorithm, taken apart: `rfc4106(gcm(aes))`. */
export interface KernelName {
  /** Of the template, or the whole of a name without one. */
  readonly head: string
  readonly of: readonly KernelName[]
}

/** Takes any text; what does not nest as it should is one head. */
export function kernelName(text: string): KernelName {
  const open = text.indexOf('(')
  if (open <= 0 || !text.endsWith(')') || text.length > LONGEST) return { head: text, of: [] }
  const parts = splitAtCommas(text.slice(open + 1, -1))
  return parts === undefined
    ? { head: text, of: [] }
    : { head: text.slice(0, open), of: parts.map(kernelName) }
}

/** CRYPTO_MAX_ALG_NAME, in which all is counted. */
const LONGEST = 128

/** The commas outside of brackets; undefined where these do not match. */
function splitAtCommas(text: string): string[] | undefined {
  const parts = ['']
  let depth = 0
  for (const character of text) {
    if (character === ')') depth--
    if (depth < 0) return undefined
    if (character === '(') depth++
    if (character === ',' && depth === 0) parts.push('')
    else parts[parts.length - 1] += character
  }
  return depth === 0 ? parts : undefined
}

/** All heads: `hmac(sha256-generic)` is hmac and sha256-generic. */
export const headsOf = ({ head, of }: KernelName): string[] => [head, ...of.flatMap(headsOf)]

/** The text that it was. */
export const nameText = ({ head, of }: KernelName): string =>
  of.length === 0 ? head : `${head}(${of.map(nameText).join(',')})`
