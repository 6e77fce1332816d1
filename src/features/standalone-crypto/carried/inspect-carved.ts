// SPDX-License-Identifier: GPL-2.0-only
import { inFile } from '../../../core/in-file.js'
import { type Elf, readElf } from '../../../formats/elf/index.js'
import { inspectImage, type ModuleReport, moduleReport, openImage } from '../../../image/index.js'
import { classImports, exportsByName, type KnownKernel, outsideInImage } from '../boundary/index.js'
import type {
  CarvedImageReport,
  CarvedKernelReport,
  CarvedModuleReport,
  EmbeddedReport,
  RedirectReport,
} from './carved-report.js'
import { descriptorOf } from './descriptor.js'
import { type EmbeddedModule, embeddedModules } from './embedded.js'
import { memberOf } from './member.js'
import { type Redirect, redirectsOf } from './redirects.js'

/**
 * Tells what a file is and what is in it, including the modules that a carved kernel carries, the redirects to them, and the
 * classes of their imports. `kernel` is what is known besides of the kernel that these are from.
 * Throws UsageError when it cannot be read, FormatError naming it when it or a module in it is damaged, MissingError without a decompressor.
 */
export async function inspectCarved(path: string, kernel: KnownKernel = {}): Promise<CarvedImageReport> {
  const image = await openImage(path)
  const report = inspectImage(image)
  if (report.kind === 'other') return report
  const elf = image.elf as Elf
  if (report.kind === 'module') {
    const module = inFile(path, () => carvedModuleReport(elf, report.module))
    return { ...report, module: await withBoundary(module, kernel) }
  }
  const { embedded, embeddedFresh, redirects, outside } = inFile(path, () => carriedBy(elf))
  const known = {
    exports: report.exports === null ? undefined : exportsByName(report.exports.list),
    ...kernel,
  }
  return {
    ...report,
    embedded: embedded && (await withBoundary(embedded, known)),
    embeddedFresh: embeddedFresh && (await withBoundary(embeddedFresh, known)),
    redirects,
    outside,
  }
}

type WithoutBoundary<T> = Omit<T, 'boundary'>

/** @internal What a vmlinux carries, with or without symbols; throws FormatError when it or the module in it is damaged. */
export function carriedBy(vmlinux: Elf): {
  readonly embedded: WithoutBoundary<EmbeddedReport> | null
  readonly embeddedFresh: WithoutBoundary<EmbeddedReport> | null
  readonly redirects: CarvedKernelReport['redirects']
  readonly outside: CarvedKernelReport['outside']
} {
  const modules = embeddedModules(vmlinux)
  const [embedded = null, embeddedFresh = null] = modules.map(embeddedReport)
  const redirects = redirectsOf(vmlinux)
  return {
    embedded,
    embeddedFresh,
    redirects:
      redirects === undefined
        ? null
        : { functions: redirects.functions.map(forJson), variables: redirects.variables.map(forJson) },
    outside: modules.length === 0 ? null : outsideInImage(vmlinux, modules),
  }
}

const carvedModuleReport = (elf: Elf, report: ModuleReport): WithoutBoundary<CarvedModuleReport> => ({
  ...report,
  descriptor: descriptorOf(elf) ?? null,
  member: memberOf(elf) ?? null,
})

function embeddedReport({ bytes, foundBy, address }: EmbeddedModule): WithoutBoundary<EmbeddedReport> {
  const elf = readElf(bytes)
  return { ...carvedModuleReport(elf, moduleReport(elf)), foundBy, address: hex(address) }
}

/** Other modules may import cryptography as they please. */
async function withBoundary<T extends Pick<CarvedModuleReport, 'descriptor' | 'imports'>>(
  module: T,
  kernel: KnownKernel,
): Promise<T & Pick<CarvedModuleReport, 'boundary'>> {
  const boundary = module.descriptor === null ? null : await classImports(module.imports, kernel)
  return { ...module, boundary }
}

function forJson({ name, symbol, address, size }: Redirect): RedirectReport {
  return { name, symbol, address: hex(address), size }
}

const hex = (address: bigint) => `0x${address.toString(16)}`
