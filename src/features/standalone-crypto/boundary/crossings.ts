// SPDX-License-Identifier: GPL-2.0-only

/** The symbols of a boundary with the objects on both sides of it. Paths of objects are relative to the build. */
export interface Crossings {
  /** What the module is linked from, in order. */
  readonly objects: readonly ModuleObject[]
  readonly symbols: readonly Crossing[]
}

export interface ModuleObject {
  readonly path: string
  /** Bytes of what is loaded, bss included. */
  readonly bytes: number
}

export interface Crossing {
  readonly name: string
  readonly kind: 'function' | 'variable'
  /** `in`: the kernel uses it of the module, by a redirect. `out`: the module imports it from the kernel. */
  readonly direction: 'in' | 'out'
  /** Null where no object says so: what the linker script or an archive of vmlinux defines. */
  readonly definedIn: string | null
  readonly users: readonly CrossingUser[]
}

/** An object that refers to a symbol of the other side. */
export interface CrossingUser {
  readonly object: string
  /** The functions and variables that do, by name, with the number of relocations in each. */
  readonly from: readonly { readonly name: string; readonly references: number }[]
}
