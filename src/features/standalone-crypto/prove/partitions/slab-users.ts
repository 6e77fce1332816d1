// SPDX-License-Identifier: GPL-2.0-only

import { linesOf } from '../../../../formats/lines/index.js'
import { readSlabinfo } from '../../../../formats/slabinfo/index.js'

/** Objects of kmalloc caches, by partition: of the whole kernel, and of each function that has allocated them. */
export interface SlabUsers {
  /** Every partition that has caches, used or not. */
  readonly partitions: ReadonlyMap<number, number>
  /** Empty when the kernel does not say who has allocated what (CONFIG_DEBUG_FS). */
  readonly callers: readonly SlabCaller[]
}

export interface SlabCaller {
  readonly name: string
  /** Undefined for vmlinux. */
  readonly module: string | undefined
  readonly partition: number
  readonly objects: number
}

/** Takes the dumps `slabinfo` and `slab-callers`. Throws FormatError for a slabinfo that is none. */
export function slabUsers(slabinfo: string, slabCallers: string): SlabUsers {
  const partitions = new Map<number, number>()
  for (const { name, active_objs } of readSlabinfo(slabinfo)) {
    const partition = partitionOf(name)
    if (partition !== undefined) partitions.set(partition, (partitions.get(partition) ?? 0) + active_objs)
  }
  const callers: SlabCaller[] = []
  for (const { text } of linesOf(slabCallers)) {
    const [, cache = '', objects, name = '', module] =
      /^(\S+) (\d{1,15}) (\S+)(?: \[(\w+)\])?$/.exec(text) ?? []
    const partition = partitionOf(cache)
    if (partition === undefined) continue
    // Compilers make variants of a function: `f.isra.0`.
    callers.push({ name: name.replace(/\..*/, ''), module, partition, objects: Number(objects) })
  }
  return { partitions, callers }
}

/**
 * The partition of a cache, undefined of one that is not partitioned: 0 is `kmalloc-192`, 5 `kmalloc-part-05-192`, which was
 * `kmalloc-rnd-05-192` before there were other ways to choose a partition than at random.
 */
function partitionOf(cache: string): number | undefined {
  const found = /^kmalloc-(?:(?:part|rnd)-(\d\d)-)?\d+[kM]?$/.exec(cache)
  return found === null ? undefined : Number(found[1] ?? 0)
}
