// SPDX-License-Identifier: GPL-2.0-only
import { linesOf } from '../../../../formats/lines/index.js'
import type { Figures } from './size-table.js'

/**
 * What the dump `meminfo` says of memory after boot, in bytes; empty when the text is not meminfo. `machineMiB` is what the
 * machine has: MemTotal leaves out what the kernel's own image takes. The files of the guest's initramfs, fips140.ko among
 * them, are no memory of the kernel's; nor are free pages that wait for a processor, up to 3 MiB by chance.
 */
export function memoryFigures(meminfo: string, machineMiB: number): Figures {
  const values = new Map<string, number>()
  for (const { text } of linesOf(meminfo)) {
    const match = /^(\w+):\s+(\d{1,15}) kB$/.exec(text)
    if (match?.[1] !== undefined) values.set(match[1], Number(match[2]) * 1024)
  }
  const free = values.get('MemFree')
  if (free === undefined) return {}
  const of = (name: string) => values.get(name) ?? 0
  return {
    'memory in use after boot': machineMiB * 2 ** 20 - free - of('PerCpuFree') - of('Shmem'),
    'memory available after boot': values.get('MemAvailable'),
    'slab memory': values.get('Slab'),
    'vmalloc memory': values.get('VmallocUsed'),
  }
}
