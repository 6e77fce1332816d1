// SPDX-License-Identifier: GPL-2.0-only
import type { Btf } from '../../formats/btf/index.js'
import type { DotConfig } from '../../formats/dot-config/index.js'
import type { ModuleLayout } from '../../image/index.js'
import type { CarvedPart } from '../module/carved-part.js'
import type { Features } from './cpu-features.js'

/** What is known of a kernel without running it. What a source of facts does not have is undefined. */
export interface KernelFacts {
  readonly path: string
  readonly kind: 'image' | 'tree'
  readonly arch: 'x86_64' | 'arm64' | undefined
  /** Such as `6.12.117`. */
  readonly release: string | undefined
  /** What modules are compared with, release included. */
  readonly vermagic: string | undefined
  /** By name: what modules can import. */
  readonly exports: ReadonlyMap<string, KernelExport>
  /** Whether the exports of the kernel's own modules are among them. */
  readonly withModules: boolean
  readonly btf: Btf | undefined
  /** Of a kernel without BTF: struct module as a module that came with it has it. */
  readonly ownModule: ModuleLayout | undefined
  readonly config: DotConfig | undefined
  readonly features: Features | undefined
  readonly carved: CarvedKernel | undefined
}

export interface KernelExport {
  /** Null without CONFIG_MODVERSIONS. */
  readonly crc: number | null
  readonly gpl: boolean
  readonly namespace: string
  /** `vmlinux` or a module. */
  readonly provider: string
}

/** What a kernel that carries fips140.ko expects of it. */
export interface CarvedKernel {
  /** Functions that it calls in the module; undefined when its symbols are stripped. */
  readonly functions: readonly string[] | undefined
  /** Bytes by name of the variables of the module that live in the kernel; undefined when its symbols are stripped. */
  readonly variables: ReadonlyMap<string, number> | undefined
  /** The groups of objects whose initcalls it runs. */
  readonly groups: ReadonlySet<string>
  /** Of the module that was built with it: its side of the boundary, and what it exports. */
  readonly fresh: { readonly part: CarvedPart | undefined; readonly exports: readonly string[] } | undefined
}
