// SPDX-License-Identifier: GPL-2.0-only
import { withParents, writeCpio } from '../../../src/formats/cpio/index.js'

/** Where the early loader looks, in an archive that is not compressed and comes first: Documentation/arch/x86/microcode.rst. */
const PATH = 'kernel/x86/microcode/AuthenticAMD.bin'

const MAGIC = 0x00414d44
const EQUIVALENCE_TABLE = 0
const PATCH = 1
const PATCH_HEADER_SIZE = 64

/**
 * QEMU's EPYC without the bit that says hypervisor, under which the loader does nothing. Its revision is below those that
 * AMD signed safely, so the loader wants the patch's SHA-256 from a list of its own (get_cutoff_revision() of
 * arch/x86/kernel/cpu/microcode/amd.c).
 */
export const AMD_CPU = 'EPYC,-hypervisor,ucode-rev=0x8001200'
/** CPUID(1).EAX of it: family 17h, model 1, stepping 2. */
const SIGNATURE = 0x00800f12
/** The equivalent processor of the container: its upper digit is the family above 0xf. */
const PROCESSOR = 0x8012
/** A revision for that processor which is in the list (amd_shas.c). */
export const PATCH_ID = 0x8001227

/** A patch for AMD_CPU that AMD never made: the loader computes its digest, and refuses it. */
export function amdPatch(size = 3200): Buffer {
  const patch = Buffer.alloc(size, 'kcarve')
  patch.fill(0, 0, PATCH_HEADER_SIZE)
  // struct microcode_header_amd
  patch.writeUInt32LE(PATCH_ID, 4)
  patch.writeUInt16LE(PROCESSOR, 24)
  return patch
}

/** An archive with a container that holds this patch, to be put in front of an initramfs. */
export function microcodeArchive(patch: Uint8Array): Buffer {
  // struct equiv_cpu_entry, and an empty one at the end
  const table = Buffer.alloc(32)
  table.writeUInt32LE(SIGNATURE, 0)
  table.writeUInt16LE(PROCESSOR, 12)
  const data = Buffer.concat([
    words(MAGIC),
    ...[words(EQUIVALENCE_TABLE, table.length), table],
    ...[words(PATCH, patch.length), patch],
  ])
  return Buffer.from(writeCpio(withParents([{ type: 'file', path: PATH, data }])))
}

function words(...values: readonly number[]): Buffer {
  const bytes = Buffer.alloc(4 * values.length)
  for (const [index, value] of values.entries()) bytes.writeUInt32LE(value, 4 * index)
  return bytes
}
