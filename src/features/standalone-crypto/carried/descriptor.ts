// SPDX-License-Identifier: GPL-2.0-only
import { type Elf, sectionData, sectionNamed } from '../../../formats/elf/index.js'
import { DESCRIPTOR } from '../names.js'

/** The head of struct fips140_module, which tells the loader how to read the rest. */
export interface DescriptorReport {
  /** Whether it begins with the magic number. */
  readonly valid: boolean
  /** Version of the interface between module and loader. */
  readonly abi: number
  /** Bytes. */
  readonly size: number
}

/** What the module tells its loader about itself; undefined when it has no descriptor. */
export function descriptorOf(elf: Elf): DescriptorReport | undefined {
  const section = sectionNamed(elf, DESCRIPTOR.section)
  if (section === undefined) return undefined
  const data = sectionData(elf, section)
  if (data.length < 12) return { valid: false, abi: 0, size: data.length }
  const view = new DataView(data.buffer, data.byteOffset, data.byteLength)
  return {
    valid: view.getUint32(0, true) === DESCRIPTOR.magic,
    abi: view.getUint32(4, true),
    size: view.getUint32(8, true),
  }
}
