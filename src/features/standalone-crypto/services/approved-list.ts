// SPDX-License-Identifier: GPL-2.0-only
import {
  type Elf,
  type ElfSymbol,
  R_AARCH64_ABS64,
  R_X86_64_64,
  relocations,
  sectionData,
  symbols,
} from '../../../formats/elf/index.js'
import { APPROVED_LIST } from '../names.js'

/**
 * The names by which a module tells approved services, as they were compiled into it; undefined where its symbols do not lead
 * there, as in a stripped file.
 */
export function approvedNames(elf: Elf): readonly string[] | undefined {
  const lists = symbols(elf).filter(
    ({ name, st_size, section }) => name === APPROVED_LIST && st_size > 0 && section !== undefined,
  )
  const [names, another] = lists.flatMap(list => namesOf(elf, list) ?? [])
  return another === undefined ? names : undefined
}

/** What an array of pointers to strings holds, in an array of one; undefined where it is another array. */
function namesOf(elf: Elf, { section, st_value, st_size }: ElfSymbol): [readonly string[]] | undefined {
  const place = section === undefined ? undefined : elf.sections[section]
  if (place === undefined || st_size % 8 !== 0) return undefined
  const names = relocations(elf, place)
    .filter(({ r_offset }) => r_offset >= st_value && r_offset < st_value + BigInt(st_size))
    .map(({ r_type, r_sym, r_addend }) => {
      const target = symbols(elf)[r_sym]
      return target === undefined || (r_type !== R_X86_64_64 && r_type !== R_AARCH64_ABS64)
        ? undefined
        : stringAt(elf, target.section, target.st_value + r_addend)
    })
  return names.length === st_size / 8 && names.every(name => name !== undefined) ? [names] : undefined
}

function stringAt(elf: Elf, index: number | undefined, offset: bigint): string | undefined {
  const section = index === undefined ? undefined : elf.sections[index]
  if (section === undefined || offset < 0n || offset >= BigInt(section.sh_size)) return undefined
  const data = sectionData(elf, section).subarray(Number(offset), Number(offset) + LONGEST)
  const end = data.indexOf(0)
  const text = Buffer.from(data.subarray(0, Math.max(0, end))).toString('latin1')
  return /^[a-z0-9_(),+-]+$/.test(text) ? text : undefined
}

/** CRYPTO_MAX_ALG_NAME, which counts the zero at the end. */
const LONGEST = 128
