// SPDX-License-Identifier: GPL-2.0-only
export { bytesAt } from './bytes-at.js'
export * from './constants.js'
export { programHeaders } from './program-headers.js'
export {
  type Elf,
  isElf,
  readElf,
  type Section,
  sectionData,
  sectionNamed,
  viewOf,
} from './read-elf.js'
export { R_AARCH64_ABS64, R_X86_64_64 } from './relocation-types.js'
export { type Relocation, relocations, relocationTable } from './relocations.js'
export { stripDebug } from './strip-debug.js'
export { type ElfSymbol, isUndefined, symbolNamed, symbols } from './symbols.js'
