// SPDX-License-Identifier: GPL-2.0-only
import { inFile } from '../../../core/in-file.js'
import {
  type Elf,
  type ElfSymbol,
  isUndefined,
  readElf,
  STB_LOCAL,
  STT_FUNC,
  STT_NOTYPE,
  STV_HIDDEN,
  symbols,
} from '../../../formats/elf/index.js'
import { bitcodeSymbols, isBitcode } from '../../../formats/llvm-bitcode/index.js'

/** An object that vmlinux or the module is linked from, and its symbols. */
export interface LinkedObject {
  /** Relative to the build. */
  readonly path: string
  readonly symbols: readonly LinkedSymbol[]
  /** Undefined of LLVM bitcode, which has no relocations yet. */
  readonly elf: Elf | undefined
}

export interface LinkedSymbol {
  readonly name: string
  readonly isUndefined: boolean
  /** Known to its own file only. */
  readonly isLocal: boolean
  /** Assembler leaves some of its functions without a type. */
  readonly type: 'function' | 'none' | 'other'
}

/** Throws FormatError for bytes that are neither ELF nor, as clang writes with link time optimisation, bitcode. */
export const linkedObject = (path: string, bytes: Uint8Array): LinkedObject =>
  inFile(path, () => {
    if (!isBitcode(bytes)) return ofElf(path, readElf(bytes))
    const found = bitcodeSymbols(bytes).map(
      ({ isFunction, ...symbol }): LinkedSymbol => ({ ...symbol, type: isFunction ? 'function' : 'other' }),
    )
    return { path, symbols: found, elf: undefined }
  })

export const ofElf = (path: string, elf: Elf): LinkedObject => ({
  path,
  symbols: symbols(elf).map(symbol => ({
    name: symbol.name,
    isUndefined: isUndefined(symbol),
    isLocal: isLocal(symbol),
    type: typeOf(symbol),
  })),
  elf,
})

/**
 * Whether only its own file knows a symbol. The last link makes hidden ones local, which all files knew (-fvisibility=hidden of
 * link time optimisation).
 */
export const isLocal = ({ st_bind, st_visibility }: ElfSymbol): boolean =>
  st_bind === STB_LOCAL && st_visibility !== STV_HIDDEN

function typeOf({ st_type }: ElfSymbol): LinkedSymbol['type'] {
  if (st_type === STT_FUNC) return 'function'
  return st_type === STT_NOTYPE ? 'none' : 'other'
}
