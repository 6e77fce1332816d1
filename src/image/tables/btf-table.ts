// SPDX-License-Identifier: GPL-2.0-only
import { viewOf } from '../../formats/elf/index.js'
import type { Table } from './table.js'

/** struct btf_header: magic, version 1, no flags, and its own size of 24 bytes. */
const BTF_HEADER = Buffer.from([0x9f, 0xeb, 1, 0, 24, 0, 0, 0])
const BTF_HEADER_SIZE = 24

/** The types of a kernel, by their header: of several the largest ones, as those of an embedded module are far fewer. */
export function btfTable(memory: Uint8Array): readonly Table[] {
  const all = Buffer.from(memory.buffer, memory.byteOffset, memory.byteLength)
  const view = viewOf(memory)
  let found: Table | undefined
  for (let at = all.indexOf(BTF_HEADER); at >= 0; at = all.indexOf(BTF_HEADER, at + 1)) {
    if (at + BTF_HEADER_SIZE > all.length) break
    const [type_off, type_len, str_off, str_len] = [8, 12, 16, 20].map(field =>
      view.getUint32(at + field, true),
    ) as [number, number, number, number]
    const size = BTF_HEADER_SIZE + str_off + str_len
    if (type_off !== 0 || type_len !== str_off || at + size > all.length) continue
    if (size > (found?.size ?? 0)) found = { name: '.BTF', offset: at, size }
  }
  return found === undefined ? [] : [found]
}
