// SPDX-License-Identifier: GPL-2.0-only
import { type Elf, EM_X86_64, relocations, sectionData, sectionNamed } from '../../formats/elf/index.js'

/** A processor feature that alternatives of a module ask for, by its number in the kernel that the module was made with. */
export interface FeatureUse {
  readonly number: number
  readonly count: number
}

/** struct alt_instr: two relative addresses, then the number. */
const NUMBER_AT = 8
/** x86 up to 6.2 marks a negated condition in the number (ALTINSTR_FLAG_INV), arm64 a callback (ARM64_CB_BIT). */
const FLAG = 0x8000

export function featuresUsed(elf: Elf): readonly FeatureUse[] {
  const section = sectionNamed(elf, '.altinstructions')
  if (section === undefined || elf.header.e_machine !== EM_X86_64) return []
  const data = sectionData(elf, section)
  const view = new DataView(data.buffer, data.byteOffset, data.byteLength)
  const record = recordSize(
    relocations(elf, section).map(({ r_offset }) => Number(r_offset)),
    data.length,
  )
  const counts = new Map<number, number>()
  for (let at = 0; record > 0 && at + NUMBER_AT + 2 <= data.length; at += record) {
    const number = view.getUint16(at + NUMBER_AT, true) & ~FLAG
    counts.set(number, (counts.get(number) ?? 0) + 1)
  }
  return [...counts].map(([number, count]) => ({ number, count })).sort((a, b) => a.number - b.number)
}

/** Each record begins with an address, and has a second one four bytes on; 0 when that is not how it looks. */
function recordSize(addresses: readonly number[], size: number): number {
  const records = addresses.length / 2
  return records > 0 && Number.isInteger(size / records) ? size / records : 0
}
