// SPDX-License-Identifier: GPL-2.0-only
import { inFile } from '../../../core/in-file.js'
import { type Elf, readElf } from '../../../formats/elf/index.js'
import { inspectImage, type ModuleReport, moduleReport, openImage } from '../../../image/index.js'
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
 * Tells what a file is and what is in it, including the modules that a carved kernel carries and the redirects to them.
 * Throws UsageError when it cannot be read, FormatError naming it when it or a module in it is damaged, MissingError without a decompressor.
 */
export async function inspectCarved(path: string): Promise<CarvedImageReport> {
  const image = await openImage(path)
  const report = inspectImage(image)
  if (report.kind === 'other') return report
  const elf = image.elf as Elf
  return inFile(path, () =>
    report.kind === 'module'
      ? { ...report, module: carvedModuleReport(elf, report.module) }
      : { ...report, ...carriedBy(elf) },
  )
}

/** @internal What a vmlinux carries, with or without symbols; throws FormatError when it or the module in it is damaged. */
export function carriedBy(
  vmlinux: Elf,
): Pick<CarvedKernelReport, 'embedded' | 'embeddedFresh' | 'redirects'> {
  const [embedded = null, embeddedFresh = null] = embeddedModules(vmlinux).map(embeddedReport)
  const redirects = redirectsOf(vmlinux)
  return {
    embedded,
    embeddedFresh,
    redirects:
      redirects === undefined
        ? null
        : { functions: redirects.functions.map(forJson), variables: redirects.variables.map(forJson) },
  }
}

const carvedModuleReport = (elf: Elf, report: ModuleReport): CarvedModuleReport => ({
  ...report,
  descriptor: descriptorOf(elf) ?? null,
  member: memberOf(elf) ?? null,
})

function embeddedReport({ bytes, foundBy, address }: EmbeddedModule): EmbeddedReport {
  const elf = readElf(bytes)
  return { ...carvedModuleReport(elf, moduleReport(elf)), foundBy, address: hex(address) }
}

function forJson({ name, symbol, address, size }: Redirect): RedirectReport {
  return { name, symbol, address: hex(address), size }
}

const hex = (address: bigint) => `0x${address.toString(16)}`
