// SPDX-License-Identifier: GPL-2.0-only
import { readFile } from 'node:fs/promises'
import type { Objtree } from '../../../../build/index.js'
import { type Check, checkOf, skippedCheck } from '../../../../checks/check.js'
import { FormatError } from '../../../../core/errors.js'
import { type DotConfig, readDotConfig, tristate } from '../../../../formats/dot-config/index.js'
import type { BootResult } from '../../../../vm/index.js'
import { MODULE_NAME } from '../../names.js'
import { type BootBuildOptions, bootBuild } from '../boots/boot-build.js'
import { bootCheck } from '../boots/compare-boots.js'
import type { Scenario } from '../boots/scenario.js'
import {
  comparePartitions,
  PARTITIONS_TITLE,
  type PartitionMode,
  type PartitionRow,
} from './compare-partitions.js'
import { slabUsers } from './slab-users.js'

/** What is found of slab partitions; no rows where it could not be found out. */
export interface PartitionProof {
  readonly mode: PartitionMode
  readonly rows: readonly PartitionRow[]
}

/**
 * Objects are counted exactly, and remember who has allocated them, only while the allocator checks itself
 * (Documentation/admin-guide/mm/slab.rst), which no other boot should.
 */
const SCENARIO: Scenario = {
  name: 'slub_debug',
  append: ['slub_debug=FU,kmalloc-*'],
  loadsModules: false,
}

export interface ProvePartitionsOptions extends Omit<BootBuildOptions, 'kernel' | 'guest'> {
  readonly stock: Objtree
  readonly carved: Objtree
}

/** Boots both kernels once more and compares how their slab partitions are used; nothing where the configuration has none. */
export async function provePartitions(
  options: ProvePartitionsOptions,
): Promise<{ readonly checks: readonly Check[]; readonly partitions: PartitionProof | undefined }> {
  const config = readDotConfig(await readFile(options.stock.config, 'utf8'))
  const mode = modeOf(config)
  if (mode === undefined) return { checks: [], partitions: undefined }
  const inScenario = (check: Check): Check => ({ ...check, scenario: SCENARIO.name })
  if (tristate(config, 'SLUB_DEBUG') !== 'y') {
    const skipped = skippedCheck(
      'slab-partitions',
      PARTITIONS_TITLE,
      'the kernels do not count their objects: CONFIG_SLUB_DEBUG',
    )
    return { checks: [inScenario(skipped)], partitions: { mode, rows: [] } }
  }
  const boot = async (kernel: 'stock' | 'carved') => {
    // What AF_ALG makes of the algorithms, the instances of templates above all, stays.
    const guest = async () => ({ checks: ['afalg'], after: ['slabinfo', 'slab-callers'] }) as const
    const [result] = await bootBuild(options[kernel], [SCENARIO], { ...options, kernel, guest })
    return result as BootResult
  }
  const [stock, carved] = [await boot('stock'), await boot('carved')]
  const booted = bootCheck(stock, carved)
  if (booted.status === 'fail') return { checks: [inScenario(booted)], partitions: { mode, rows: [] } }
  const { check, rows } = compare(stock, carved, mode)
  return { checks: [booted, check].map(inScenario), partitions: { mode, rows } }
}

/** Before there were types to choose by, it was another option: Linux 6.6 to 7.1. */
function modeOf(config: DotConfig): PartitionMode | undefined {
  const has = (name: string) => tristate(config, name) === 'y'
  if (has('KMALLOC_PARTITION_TYPED')) return 'typed'
  return has('KMALLOC_PARTITION_RANDOM') || has('RANDOM_KMALLOC_CACHES') ? 'random' : undefined
}

/** A /proc/slabinfo that cannot be read is an answer too. */
function compare(stock: BootResult, carved: BootResult, mode: PartitionMode) {
  const users = ({ texts }: BootResult) =>
    slabUsers(texts.get('slabinfo') ?? '', texts.get('slab-callers') ?? '')
  try {
    return comparePartitions(users(stock), users(carved), { mode, module: MODULE_NAME })
  } catch (error) {
    if (!(error instanceof FormatError)) throw error
    const differences = [`/proc/slabinfo cannot be read: ${error.message}`]
    return { check: checkOf('slab-partitions', PARTITIONS_TITLE, { evidence: [], differences }), rows: [] }
  }
}
