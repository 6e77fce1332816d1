// SPDX-License-Identifier: GPL-2.0-only
import type { KernelReport, ModuleFileReport, ModuleReport, OtherReport } from '../../../image/index.js'
import type { ClassedImports, OutsideInImage } from '../boundary/index.js'
import type { DescriptorReport } from './descriptor.js'

/** What inspectCarved tells, as plain data for JSON: an ImageReport, with what this feature puts into kernels and modules. */
export type CarvedImageReport = CarvedKernelReport | CarvedModuleFileReport | OtherReport

export interface CarvedKernelReport extends KernelReport {
  /** Null in a kernel that is not carved. */
  readonly embedded: EmbeddedReport | null
  /** The module for boots without fips=1, in a kernel that carries another for those; null in any other. */
  readonly embeddedFresh: EmbeddedReport | null
  /** Null in a kernel that is not carved, or whose symbols are stripped. */
  readonly redirects: {
    readonly functions: readonly RedirectReport[]
    readonly variables: readonly RedirectReport[]
  } | null
  /** Cryptography in vmlinux; null in a kernel that is not carved. */
  readonly outside: OutsideInImage | null
}

export interface CarvedModuleFileReport extends ModuleFileReport {
  readonly module: CarvedModuleReport
}

export interface CarvedModuleReport extends ModuleReport {
  /** Null in a module that is not carved. */
  readonly descriptor: DescriptorReport | null
  /** The mark of a module beside the carved one, which ends in the build id of the one that it belongs to. */
  readonly member: string | null
  /** Its imports by class; null in a module that is not carved. */
  readonly boundary: ClassedImports | null
}

export interface EmbeddedReport extends CarvedModuleReport {
  readonly foundBy: 'symbols' | 'section' | 'search'
  /** In an Image counted from its start. */
  readonly address: string
}

export interface RedirectReport {
  readonly name: string
  /** As it stands in vmlinux. */
  readonly symbol: string
  readonly address: string
  readonly size: number
}
