// SPDX-License-Identifier: GPL-2.0-only
import type { Export } from './exports/index.js'
import type { ModuleLayout } from './module-layout.js'

/** What inspectImage tells, as plain data for JSON: sizes are bytes, addresses hexadecimal with 0x. Told apart by `kind`. */
export type ImageReport = KernelReport | ModuleFileReport | OtherReport

interface FileReport {
  readonly path: string
  /** Bytes of the file as it is, compressed or not. */
  readonly size: number
  readonly sha256: string
  /** What holds the kernel that is told of: a unified kernel image; null for a file that is the kernel itself, and for others. */
  readonly container: 'UKI' | null
  /** How the whole file is compressed, such as `xz` for `.ko.xz`; null when it is not. */
  readonly compression: string | null
}

export interface KernelReport extends FileReport {
  readonly kind: 'vmlinux' | 'bzImage' | 'Image'
  readonly arch: Arch
  /** Such as `6.12.117`; null when the kernel has no banner. */
  readonly release: string | null
  /** What /proc/version prints. */
  readonly banner: string | null
  /** The header of a bzImage; null for others. */
  readonly boot: BootReport | null
  readonly sections: readonly SectionReport[]
  /** Null when they are stripped, as in every bzImage and Image. */
  readonly symbols: SymbolCounts | null
  /** Null in an Image, which does not say where they are. */
  readonly exports: ExportsReport | null
  /** Its types; null when it has none, or does not say where they are. */
  readonly btf: KernelBtfReport | null
}

export interface ModuleFileReport extends FileReport {
  readonly kind: 'module'
  readonly arch: Arch
  readonly module: ModuleReport
}

export interface OtherReport extends FileReport {
  readonly kind: 'other'
  /** Null for a file that is not ELF. */
  readonly arch: Arch | null
}

export type Arch = 'x86_64' | 'arm64'

export interface ExportsReport {
  readonly total: number
  readonly gpl: number
  /** Of these, with a CRC; 0 without CONFIG_MODVERSIONS. */
  readonly withCrc: number
  /** How many symbols are in each namespace. */
  readonly namespaces: Readonly<Record<string, number>>
  readonly list: readonly Export[]
}

export interface KernelBtfReport {
  readonly types: number
  /** Bytes of the structs that the parts of a module are made of: struct module, and the records of its tables. */
  readonly structs: Readonly<Record<string, number>>
  /** Why they cannot be read; null when they can. */
  readonly problem: string | null
}

export interface BootReport {
  /** Boot protocol, such as `2.15`. */
  readonly protocol: string
  readonly kernelVersion: string | null
  readonly compression: string
  readonly payloadOffset: number
  readonly payloadLength: number
  readonly uncompressedSize: number
}

export interface SectionReport {
  readonly name: string
  readonly size: number
  /** Letters as readelf uses them: W write, A alloc, X execute. */
  readonly flags: string
}

export interface SymbolCounts {
  readonly total: number
  readonly definedGlobals: number
  readonly undefined: number
}

export interface ModuleReport {
  /** Bytes of the module's file, decompressed. */
  readonly size: number
  readonly sha256: string
  readonly arch: Arch
  readonly name: string | null
  readonly version: string | null
  readonly vermagic: string | null
  readonly srcversion: string | null
  readonly license: string | null
  /** Modules it needs. */
  readonly depends: readonly string[]
  /** Everything in .modinfo, in order. */
  readonly modinfo: readonly { readonly tag: string; readonly value: string }[]
  /** Bytes of the appended signature; 0 when there is none. */
  readonly signatureSize: number
  readonly sections: readonly SectionReport[]
  readonly symbols: SymbolCounts
  /** Undefined symbols: what the module takes from the kernel or other modules, sorted. */
  readonly imports: readonly string[]
  readonly exports: readonly Export[]
  /** Symbols and the CRCs that they had when the module was made; empty without CONFIG_MODVERSIONS. */
  readonly versions: readonly { readonly name: string; readonly crc: number }[]
  /** Its struct module; null when there is none. */
  readonly layout: ModuleLayout | null
  /** Sections that are tables for the kernel: the struct of a record, and bytes. */
  readonly records: readonly { readonly section: string; readonly struct: string; readonly size: number }[]
  /** Types that it adds to those of its kernel, and whether it brings a base for them; null without BTF. */
  readonly btf: { readonly types: number; readonly ownBase: boolean; readonly problem: string | null } | null
  /** Build id that its linker gave it, hexadecimal; null when it has none. */
  readonly buildId: string | null
}
