// SPDX-License-Identifier: GPL-2.0-only

/** Every symbol that crosses between the module and vmlinux of one build. */
export interface Boundary {
  /** Functions of the module that vmlinux calls, by name. */
  readonly functions: readonly RedirectedFunction[]
  /** Variables of the module that vmlinux uses, by name. */
  readonly variables: readonly RedirectedVariable[]
  /** Symbols of vmlinux that the module uses, by name. */
  readonly imports: readonly string[]
}

export interface RedirectedFunction {
  readonly name: string
  /** Functions and objects of vmlinux that refer to it, by name. */
  readonly users: readonly string[]
}

export interface RedirectedVariable extends RedirectedFunction {
  /** Where vmlinux keeps it. */
  readonly section: string
  /** Bytes. */
  readonly size: number
  readonly align: number
}
