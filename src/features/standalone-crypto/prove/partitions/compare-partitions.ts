// SPDX-License-Identifier: GPL-2.0-only
import { type Check, checkOf, counted, skippedCheck } from '../../../../checks/check.js'
import type { SlabCaller, SlabUsers } from './slab-users.js'

/** How a kernel chooses the partition of an allocation: by the place in the code and chance, or by the type that is allocated. */
export type PartitionMode = 'random' | 'typed'

export interface PartitionRow {
  readonly partition: number
  /** Objects in use, of the whole kernel. */
  readonly stock: number
  readonly carved: number
  /** Those that the module's code has allocated: in stock, functions of the same names. Undefined where nobody says who did. */
  readonly moduleStock: number | undefined
  readonly moduleCarved: number | undefined
}

export interface PartitionComparison {
  readonly check: Check
  readonly rows: readonly PartitionRow[]
}

export const PARTITIONS_TITLE = 'allocations of the module are partitioned like those of built-in code'

/**
 * Whether what the module allocates is spread over the slab partitions (CONFIG_KMALLOC_PARTITION_CACHES) as the same code built
 * in is. Chosen by type, each function must have its objects in the same partitions. Chosen at random, partitions differ with every
 * boot, and what can be told is that they are about as many as chance gives to so many functions.
 */
export function comparePartitions(
  stock: SlabUsers,
  carved: SlabUsers,
  { mode, module }: { readonly mode: PartitionMode; readonly module: string },
): PartitionComparison {
  const inModule = functionsOf(carved.callers, module)
  const before = stock.callers.filter(caller => caller.module === undefined && inModule.has(caller.name))
  const after = carved.callers.filter(caller => caller.module === module && inModule.has(caller.name))
  const told = stock.callers.length > 0 && carved.callers.length > 0
  const numbers = [...new Set([...stock.partitions.keys(), ...carved.partitions.keys()])].sort(
    (a, b) => a - b,
  )
  const rows = numbers.map(partition => ({
    partition,
    stock: stock.partitions.get(partition) ?? 0,
    carved: carved.partitions.get(partition) ?? 0,
    moduleStock: told ? objectsIn(before, partition) : undefined,
    moduleCarved: told ? objectsIn(after, partition) : undefined,
  }))
  return { check: checkOfRows(rows, { stock, carved, before, after, mode, told }), rows }
}

interface Compared {
  readonly stock: SlabUsers
  readonly carved: SlabUsers
  readonly before: readonly SlabCaller[]
  readonly after: readonly SlabCaller[]
  readonly mode: PartitionMode
  readonly told: boolean
}

function checkOfRows(rows: readonly PartitionRow[], compared: Compared): Check {
  const { stock, carved, before, after, mode, told } = compared
  const missing = rows.flatMap(({ partition }) => [
    ...(stock.partitions.has(partition) ? [] : [`partition ${partition} is there in carved only`]),
    ...(carved.partitions.has(partition) ? [] : [`partition ${partition} is there in stock only`]),
  ])
  if (rows.length < 2 && missing.length === 0)
    return skippedCheck('slab-partitions', PARTITIONS_TITLE, 'the kernel has no slab partitions')
  if (!told && missing.length === 0)
    return skippedCheck(
      'slab-partitions',
      PARTITIONS_TITLE,
      'the kernels do not tell who allocates what: CONFIG_DEBUG_FS',
    )
  const names = new Set(after.map(({ name }) => name))
  if (missing.length === 0 && mode === 'random' && names.size < FEWEST_FUNCTIONS)
    return skippedCheck(
      'slab-partitions',
      PARTITIONS_TITLE,
      `only ${counted(names.size, 'function')} of the module hold objects`,
    )
  const histogram = rows.map(
    row =>
      `partition ${row.partition}: ${row.moduleStock ?? '–'} of ${row.stock} objects in stock, ${row.moduleCarved ?? '–'} of ${row.carved} in carved`,
  )
  return checkOf('slab-partitions', PARTITIONS_TITLE, {
    evidence: [
      `${counted(names.size, 'function')} of the module: ${spreadText(after)}, stock ${spreadText(before)}, ${mode === 'typed' ? 'chosen by type' : 'chosen at random'}`,
      ...histogram,
    ],
    differences: [...missing, ...(mode === 'typed' ? movedFunctions(before, after) : heapedFunctions(after))],
  })
}

/** Names that vmlinux of the carved kernel has as well could be of either. */
function functionsOf(callers: readonly SlabCaller[], module: string): ReadonlySet<string> {
  const outside = new Set(callers.filter(caller => caller.module !== module).map(({ name }) => name))
  return new Set(
    callers.filter(caller => caller.module === module && !outside.has(caller.name)).map(({ name }) => name),
  )
}

/** A function whose objects are in other partitions. What it has allocated by now may be more in one of the kernels. */
function movedFunctions(before: readonly SlabCaller[], after: readonly SlabCaller[]): string[] {
  const [was, is] = [partitionsByName(before), partitionsByName(after)]
  return [...is].flatMap(([name, partitions]) => {
    const others = was.get(name)
    if (others === undefined || isWithin(partitions, others) || isWithin(others, partitions)) return []
    return [`${name}: partition ${list(partitions)}, stock ${list(others)}`]
  })
}

/** With fewer, chance may heap them anyway. */
const FEWEST_FUNCTIONS = 12
/** What a kernel has: KMALLOC_PARTITION_CACHES_NR and the one that is not numbered (include/linux/slab.h). */
const PARTITIONS = 16

/**
 * m places in the code, each in one of n partitions by chance, are expected in n (1 - (1 - 1/n)^m) of them. Half of that is not
 * reached once in a million boots with twelve, and less often with more.
 */
function heapedFunctions(after: readonly SlabCaller[]): string[] {
  const functions = new Set(after.map(({ name }) => name)).size
  const used = new Set(after.map(({ partition }) => partition)).size
  const fewest = Math.floor((PARTITIONS * (1 - (1 - 1 / PARTITIONS) ** functions)) / 2)
  return used >= fewest
    ? []
    : [
        `${counted(functions, 'function')} of the module use ${counted(used, 'partition')}, expected at least ${fewest}`,
      ]
}

function spreadText(callers: readonly SlabCaller[]): string {
  const objects = callers.reduce((sum, caller) => sum + caller.objects, 0)
  const used = new Set(callers.map(({ partition }) => partition)).size
  return `${counted(objects, 'object')} in ${counted(used, 'partition')}`
}

function partitionsByName(callers: readonly SlabCaller[]): ReadonlyMap<string, ReadonlySet<number>> {
  const found = new Map<string, Set<number>>()
  for (const { name, partition } of callers) {
    const partitions = found.get(name) ?? new Set()
    found.set(name, partitions.add(partition))
  }
  return found
}

const objectsIn = (callers: readonly SlabCaller[], partition: number): number =>
  callers.filter(caller => caller.partition === partition).reduce((sum, { objects }) => sum + objects, 0)

const isWithin = (some: ReadonlySet<number>, all: ReadonlySet<number>) =>
  [...some].every(each => all.has(each))
const list = (partitions: ReadonlySet<number>) => [...partitions].sort((a, b) => a - b).join(', ')
