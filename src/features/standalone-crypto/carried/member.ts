// SPDX-License-Identifier: GPL-2.0-only
import { type Elf, sectionData, sectionNamed } from '../../../formats/elf/index.js'
import { MEMBER_SECTION } from '../names.js'

/** The mark of a module that belongs to a carved one; undefined when it has none. */
export function memberOf(elf: Elf): string | undefined {
  const section = sectionNamed(elf, MEMBER_SECTION)
  if (section === undefined) return undefined
  return Buffer.from(sectionData(elf, section))
    .toString('latin1')
    .replace(/(?<!\0)\0+$/, '')
}
