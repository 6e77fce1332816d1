// SPDX-License-Identifier: GPL-2.0-only
import { type Elf, sectionNamed, symbols } from '../formats/elf/index.js'
import type { BzImage } from './bzimage.js'
import { archOf, sectionReports, symbolCounts } from './elf-facts.js'
import { type Export, exportsOf } from './exports/index.js'
import type { BootReport, ExportsReport, KernelReport } from './image-report.js'
import { kernelBtfReport } from './kernel-btf.js'
import { linuxBanner } from './open-image.js'

type VmlinuxFacts = Omit<
  KernelReport,
  'kind' | 'path' | 'size' | 'sha256' | 'container' | 'compression' | 'boot'
>

/** What a vmlinux tells, with or without symbols; throws FormatError when it is damaged. */
export function vmlinuxFacts(elf: Elf): VmlinuxFacts {
  const banner = linuxBanner(elf)
  const exported = exportsOf(elf)
  // An Image may have exports that were not found.
  const hasExports = exported.length > 0 || sectionNamed(elf, 'Image') === undefined
  return {
    arch: archOf(elf),
    release: banner?.split(' ')[2] ?? null,
    banner: banner ?? null,
    sections: sectionReports(elf),
    symbols: symbols(elf).length === 0 ? null : symbolCounts(elf),
    exports: hasExports ? exportsReport(exported) : null,
    btf: kernelBtfReport(elf),
  }
}

function exportsReport(list: readonly Export[]): ExportsReport {
  const namespaces = new Map<string, number>()
  for (const { namespace } of list) {
    if (namespace !== '') namespaces.set(namespace, (namespaces.get(namespace) ?? 0) + 1)
  }
  return {
    total: list.length,
    gpl: list.filter(({ gpl }) => gpl).length,
    withCrc: list.filter(({ crc }) => crc !== null).length,
    namespaces: Object.fromEntries(namespaces),
    list,
  }
}

export function bootReport(boot: BzImage): BootReport {
  return {
    protocol: `${boot.version >> 8}.${boot.version & 0xff}`,
    kernelVersion: boot.kernel_version ?? null,
    compression: boot.compression.name,
    payloadOffset: boot.payloadStart,
    payloadLength: boot.payload_length,
    uncompressedSize: boot.uncompressedSize,
  }
}
