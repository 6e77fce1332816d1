// SPDX-License-Identifier: GPL-2.0-only
import { type Elf, relocations, sectionNamed, symbols } from '../formats/elf/index.js'

/** struct module as a module was compiled with it. */
export interface ModuleLayout {
  /** Bytes. */
  readonly size: number
  /** Offset of the pointer to its init function; undefined when it has none. */
  readonly init: number | undefined
  readonly exit: number | undefined
}

/** The size of struct module, and where modpost had its two pointers put; undefined when the file has none. */
export function moduleLayout(elf: Elf): ModuleLayout | undefined {
  const section = sectionNamed(elf, '.gnu.linkonce.this_module')
  if (section === undefined) return undefined
  const pointers = relocations(elf, section)
  const offsetOf = (name: string) => {
    const found = pointers.find(({ r_sym }) => symbols(elf)[r_sym]?.name === name)
    return found && Number(found.r_offset)
  }
  return { size: section.sh_size, init: offsetOf('init_module'), exit: offsetOf('cleanup_module') }
}
