// SPDX-License-Identifier: GPL-2.0-only
import { type Elf, isUndefined, STB_LOCAL, symbols } from '../../../formats/elf/index.js'
import { exportsOf } from '../../../image/index.js'
import type { SecondCopy } from './boundary.js'
import type { ToldImport } from './class-imports.js'
import { classifyName } from './classes/classify-name.js'
import { ofElf } from './linked-object.js'
import { copiesIn, twinsIn } from './second-copies.js'

/** What a carved kernel's image tells by itself of cryptography outside its module, plain data for JSON. */
export interface OutsideInImage {
  /** What vmlinux exports and is cryptography by its name; null where it is not known what it exports. */
  readonly exported: readonly ToldImport[] | null
  /** What vmlinux has a second time of the functions of the module; null where symbols are stripped. */
  readonly copies: readonly SecondCopy[] | null
}

/** `modules` are those that it carries. Throws FormatError when one of all these is damaged. */
export function outsideInImage(vmlinux: Elf, modules: readonly Elf[]): OutsideInImage {
  const exports = exportsOf(vmlinux)
  const exported = exports.flatMap(({ name, namespace }) => {
    const { class: its, because } = classifyName(name, { namespace, provider: 'vmlinux' })
    return its === 'cryptography' ? [{ name, because: because ?? '' }] : []
  })
  const inModule = new Set(modules.flatMap(module => [...globalsOf(module)]))
  const image = ofElf('vmlinux', vmlinux)
  return {
    exported: exports.length === 0 ? null : exported,
    copies:
      symbols(vmlinux).length === 0 ? null : [...copiesIn(image, inModule), ...twinsIn(image, inModule)],
  }
}

/** Names of what is defined for all. */
export const globalsOf = (elf: Elf): ReadonlySet<string> =>
  new Set(
    symbols(elf)
      .filter(symbol => symbol.st_bind !== STB_LOCAL && !isUndefined(symbol))
      .map(({ name }) => name),
  )

/** What of it nothing explains, a line each. */
export const unexplainedTexts = ({ exported, copies }: OutsideInImage): string[] => [
  ...(exported ?? []).map(
    ({ name, because }) => `vmlinux exports ${name}, which is cryptography: ${because}`,
  ),
  ...(copies ?? [])
    .filter(({ because }) => because === null)
    .map(({ functions }) => `vmlinux has a second copy of ${functions.join(' ')}`),
]
