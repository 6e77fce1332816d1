// SPDX-License-Identifier: GPL-2.0-only
import type { SharedContent } from '../../../elf-diff/index.js'
import { type Elf, readElf, symbols } from '../../../formats/elf/index.js'
import { exportsOf } from '../../../image/index.js'
import { TWIN_PREFIX } from '../names.js'
import type { SecondCopy } from './boundary.js'
import type { ToldImport } from './class-imports.js'
import { classifyName } from './classes/classify-name.js'
import { ofElf } from './linked-object.js'
import { copiesIn, ofModules, twinsIn } from './second-copies.js'

/** What a carved kernel's image tells by itself of cryptography outside its module, plain data for JSON. */
export interface OutsideInImage {
  /** What vmlinux exports and is cryptography by its name; null where it is not known what it exports. */
  readonly exported: readonly ToldImport[] | null
  /** What vmlinux has a second time of the functions of the module; null where symbols are stripped. */
  readonly copies: readonly SecondCopy[] | null
}

/** A module's file as the image carries it, and where it is there. */
interface CarriedFile {
  readonly bytes: Uint8Array
  readonly address: bigint
}

/** `carried` are the modules in it. Throws FormatError when one of all these is damaged. */
export function outsideInImage(vmlinux: Elf, carried: readonly CarriedFile[]): OutsideInImage {
  const exports = exportsOf(vmlinux)
  const exported = exports.flatMap(({ name, namespace }) => {
    const { class: its, because } = classifyName(name, { namespace, provider: 'vmlinux' })
    return its === 'cryptography' ? [{ name, because: because ?? '' }] : []
  })
  const image = ofElf('vmlinux', vmlinux)
  const isKnown = ({ at, address }: SharedContent) =>
    at.startsWith(TWIN_PREFIX) ||
    carried.some(file => address >= file.address && address < file.address + BigInt(file.bytes.length))
  const copies = () => {
    const module = ofModules(...carried.map(({ bytes }) => readElf(bytes)))
    return [...copiesIn(image, module, isKnown), ...twinsIn(image, module)]
  }
  return {
    exported: exports.length === 0 ? null : exported,
    copies: symbols(vmlinux).length === 0 ? null : copies(),
  }
}

/** What of it nothing explains, a line each. */
export const unexplainedTexts = ({ exported, copies }: OutsideInImage): string[] => [
  ...(exported ?? []).map(
    ({ name, because }) => `vmlinux exports ${name}, which is cryptography: ${because}`,
  ),
  ...(copies ?? [])
    .filter(({ because }) => because === null)
    .map(({ symbols: names }) => `vmlinux has a second copy of ${names.join(' ')}`),
]
