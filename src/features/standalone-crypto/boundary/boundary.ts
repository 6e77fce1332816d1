// SPDX-License-Identifier: GPL-2.0-only
import type { Classed } from './classes/import-class.js'
import type { OutsideObject } from './classes/outside-object.js'

/** Every symbol that crosses between the module and vmlinux of one build. Paths of objects are relative to the build. */
export interface Boundary {
  /** What the module is linked from, in order. */
  readonly objects: readonly ModuleObject[]
  /** Functions of the module that vmlinux calls, and who there does, by name. */
  readonly functions: readonly RedirectedFunction[]
  /** Variables of the module that vmlinux uses, likewise. */
  readonly variables: readonly RedirectedVariable[]
  /** Symbols of vmlinux that the module uses, and who in the module does, by name. */
  readonly imports: readonly ImportedSymbol[]
  /** Cryptography that is linked into vmlinux, such as belongs into the module. */
  readonly outside: readonly OutsideObject[]
  /** What the kernel has a second time of the functions of the module. */
  readonly copies: readonly SecondCopy[]
}

export interface ModuleObject {
  readonly path: string
  /** Bytes of what is loaded, bss included. */
  readonly bytes: number
}

export interface CrossingSymbol {
  readonly name: string
  /** Null where no object says so: what the linker script or an archive of vmlinux defines. */
  readonly definedIn: string | null
  /** Objects of the other side that refer to it. */
  readonly users: readonly SymbolUser[]
}

export interface RedirectedFunction extends CrossingSymbol {
  /** What is called in its place until the module is loaded: a function in init memory of vmlinux. */
  readonly twin?: string | undefined
}

export interface RedirectedVariable extends CrossingSymbol {
  /** Where vmlinux keeps it. */
  readonly section: string
  /** Bytes. */
  readonly size: number
  readonly align: number
}

export interface ImportedSymbol extends CrossingSymbol, Classed {
  readonly kind: 'function' | 'variable'
  /** Of cryptography: the algorithms of the module that need it, by driver or template, or else functions of the module. */
  readonly neededBy: readonly string[]
}

export interface SymbolUser {
  readonly object: string
  /** The functions and variables that refer to it, by name, with the number of relocations in each. */
  readonly from: readonly { readonly name: string; readonly references: number }[]
}

/** The functions and variables that refer to a symbol, whatever object they are in. */
export const userNames = ({ users }: Pick<CrossingSymbol, 'users'>): string[] =>
  [...new Set(users.flatMap(({ from }) => from.map(({ name }) => name)))].sort()

/** What something else in the kernel's image has of the module as well. */
export interface SecondCopy {
  /** Relative to the build. */
  readonly object: string
  /** Functions of the module, or tables for `same table`, by the names that they have there. */
  readonly symbols: readonly string[]
  /**
   * `copy`: the same name for all of the kernel, which can only be the same code. `same code`, `same table`: the same bytes, under
   * another name or in what no other file can call. `same name`: no more than that, of a function that only its own file knows.
   * `twin`: until the module is loaded. `program`: of a program that the image carries.
   */
  readonly kind: 'copy' | 'same code' | 'same table' | 'same name' | 'twin' | 'program'
  /** Why it is there, or what its kind means; null of a copy, which nothing explains. */
  readonly because: string | null
}
