// SPDX-License-Identifier: GPL-2.0-only
import type { CarryingKernel, ModuleContract } from '../../features/module-contract.js'
import type { Btf } from '../../formats/btf/index.js'
import type { DotConfig } from '../../formats/dot-config/index.js'
import type { ModuleLayout } from '../../image/index.js'
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
  /** struct module as a module built with this kernel has it, for kernels without BTF. */
  readonly ownModule: ModuleLayout | undefined
  readonly config: DotConfig | undefined
  readonly features: Features | undefined
  /** What it expects of the modules that it carries, by their contract. */
  readonly carries: ReadonlyMap<ModuleContract, CarryingKernel>
}

export interface KernelExport {
  /** Null without CONFIG_MODVERSIONS. */
  readonly crc: number | null
  readonly gpl: boolean
  readonly namespace: string
  /** `vmlinux` or a module. */
  readonly provider: string
}
