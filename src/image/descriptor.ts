// SPDX-License-Identifier: GPL-2.0-only
import { type Elf, sectionNamed } from '../formats/elf/index.js'
import { DESCRIPTOR_SECTION } from './payload-names.js'

export interface DescriptorReport {
  /** Bytes. */
  readonly size: number
}

/** What the module tells its loader about itself; undefined when it has no descriptor. */
export function descriptorOf(elf: Elf): DescriptorReport | undefined {
  const section = sectionNamed(elf, DESCRIPTOR_SECTION)
  return section && { size: section.sh_size }
}
