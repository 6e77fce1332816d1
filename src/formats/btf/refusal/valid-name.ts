// SPDX-License-Identifier: GPL-2.0-only
import type { Btf } from '../btf.js'

/** Strings that types can name: those of the base, and behind them those of the data itself. */
export interface Names {
  readonly base: Btf | undefined
  /** name_off of the first string of the data itself. */
  readonly first: number
  readonly strings: Uint8Array
}

/** BTF_MAX_NAME_OFFSET. */
const MAX_NAME_OFFSET = 0xffffff
/** KSYM_NAME_LEN. */
const MAX_LENGTH = 512

/** btf_name_offset_valid() */
export const isNameOffset = ({ first, strings }: Names, name_off: number): boolean =>
  name_off <= MAX_NAME_OFFSET && name_off < first + strings.length

/** btf_name_valid_identifier(); the offset has to be valid. A name may begin inside another one. */
export const isIdentifier = (names: Names, name_off: number): boolean =>
  isName(names, name_off, (code, isFirst) => (isFirst ? isLetter(code) : isLetter(code) || isDigit(code)))

/** btf_name_valid_section() since printable names are allowed; the offset has to be valid. */
export const isSectionName = (names: Names, name_off: number): boolean => isName(names, name_off, isPrintable)

/** Whether there is any text at the offset. */
export const isNamed = (names: Names, name_off: number): boolean => codeAt(names, name_off, 0) !== 0

/** For people; empty for none, and where there is no string. */
export function nameText(names: Names, name_off: number): string {
  if (name_off === 0 || !isNameOffset(names, name_off)) return ''
  let text = ''
  for (let at = 0; at < MAX_LENGTH; at++) {
    const code = codeAt(names, name_off, at)
    if (code === 0) break
    text += String.fromCharCode(code)
  }
  return text
}

function isName(
  names: Names,
  name_off: number,
  isRight: (code: number, isFirst: boolean) => boolean,
): boolean {
  for (let at = 0; at < MAX_LENGTH; at++) {
    const code = codeAt(names, name_off, at)
    if (code === 0) return at > 0
    if (!isRight(code, at === 0)) return false
  }
  return codeAt(names, name_off, MAX_LENGTH) === 0
}

/** A string of the base ends with the base's strings at the latest. */
function codeAt(names: Names, name_off: number, at: number): number {
  if (name_off >= names.first) return names.strings[name_off - names.first + at] ?? 0
  const { base } = names
  return base === undefined ? 0 : (base.strings[name_off - base.firstName + at] ?? 0)
}

/** isalpha() of lib/ctype.c, which knows Latin-1, and what __btf_name_char_ok() adds. */
const isLetter = (code: number): boolean =>
  (code >= 0x61 && code <= 0x7a) ||
  (code >= 0x41 && code <= 0x5a) ||
  code === 0x5f ||
  code === 0x2e ||
  (code >= 0xc0 && code !== 0xd7 && code !== 0xf7)

const isDigit = (code: number): boolean => code >= 0x30 && code <= 0x39

/** isprint() of lib/ctype.c. */
const isPrintable = (code: number): boolean => (code >= 0x20 && code <= 0x7e) || code >= 0xa0
