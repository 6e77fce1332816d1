// SPDX-License-Identifier: GPL-2.0-only
import {
  bytesAt,
  type Elf,
  SHF_ALLOC,
  SHT_NOBITS,
  sectionData,
  symbolNamed,
} from '../../../../formats/elf/index.js'
import { DIGESTS } from '../../names.js'

/** `DIGEST *FILE` and a newline: what `openssl dgst -r` writes, and the build embeds beside the module. */
const LINE = /[0-9a-f]{64} [* ][^\n\0]{1,4100}\.ko\n/g

const NEWLINE = 0x0a

/** A path may have 4096 bytes. */
const MAX_LINE = 4200

/**
 * The digests embedded beside the modules of a vmlinux, as they stand there, in the order of the modules. A stripped vmlinux
 * has no symbols, so they are searched for; empty when there are none.
 */
export function embeddedDigests(elf: Elf): readonly Uint8Array[] {
  const bySymbols = DIGESTS.flatMap(({ start, end }) => {
    const address = symbolNamed(elf, start)?.st_value
    const past = symbolNamed(elf, end)?.st_value
    if (address === undefined || past === undefined || past <= address) return []
    const bytes = bytesAt(elf, address, Number(past - address))
    return bytes === undefined ? [] : [bytes]
  })
  return bySymbols.length > 0 ? bySymbols : bySearch(elf)
}

/** The 64 hexadecimal digits that a file of a digest begins with; undefined when it does not. */
export function digestOf(file: Uint8Array): string | undefined {
  return /^[0-9a-f]{64}(?![0-9a-f])/.exec(Buffer.from(file.subarray(0, 65)).toString('latin1'))?.[0]
}

function bySearch(elf: Elf): Uint8Array[] {
  return elf.sections.flatMap(section => {
    if ((section.sh_flags & SHF_ALLOC) === 0n || section.sh_type === SHT_NOBITS) return []
    const data = sectionData(elf, section)
    const all = Buffer.from(data.buffer, data.byteOffset, data.byteLength)
    return linesNear(all, '.ko\n')
  })
}

/** Looks at what stands before each end of such a line, as a search of megabytes for its beginning takes long. */
function linesNear(all: Buffer, ending: string): Uint8Array[] {
  const found: Uint8Array[] = []
  for (let at = all.indexOf(ending); at >= 0; at = all.indexOf(ending, at + 1)) {
    const end = at + ending.length
    const start = Math.max(0, end - MAX_LINE, all.lastIndexOf(NEWLINE, at) + 1)
    const last = [...all.toString('latin1', start, end).matchAll(LINE)].at(-1)
    if (last !== undefined && start + last.index + last[0].length === end) {
      found.push(all.subarray(start + last.index, end))
    }
  }
  return found
}
