// SPDX-License-Identifier: GPL-2.0-only

import { join } from 'node:path'
import type { Objtree } from '../../../../build/index.js'
import { CommandError } from '../../../../core/errors.js'
import { countInstructions, type InstructionCounts } from '../../../../vm/index.js'
import { LOADER } from '../../names.js'
import { inScenario, logName, type Scenario } from '../boots/scenario.js'
import { type Figures, type SizeRow, sizeTable } from './size-table.js'

export interface InstructionOptions {
  readonly stock: Objtree
  readonly carved: Objtree
  readonly logDir: string
  readonly cacheDir?: string | undefined
  readonly signal?: AbortSignal | undefined
}

/**
 * Of QEMU. One seed gives one number, always the same; but self-tests run in threads, and by a trifle the scheduler has run
 * more or fewer of them when /init starts, a tenth of the whole. The median of a few seeds is a property of the kernel.
 */
const SEEDS = [1, 2, 3, 4, 5]

/** The check of the module is over when the second is reached. Without FIPS mode it takes nothing. */
const INTEGRITY_CHECK = [LOADER.checkIntegrity, LOADER.plugIn] as const

/** What both kernels execute when they boot, both counted at the same time. */
export async function instructionRows(
  options: InstructionOptions,
  scenarios: readonly Scenario[],
): Promise<SizeRow[]> {
  const rows: SizeRow[] = []
  for (const scenario of scenarios) {
    const [stock, carved] = await Promise.all([
      instructionFigures(options, 'stock', scenario),
      instructionFigures(options, 'carved', scenario),
    ])
    rows.push(...sizeTable('instructions', stock, carved))
  }
  return rows
}

/** Nothing for a kernel that does not get so far: the boots have told why. */
async function instructionFigures(
  options: InstructionOptions,
  kernel: 'stock' | 'carved',
  scenario: Scenario,
): Promise<Figures> {
  const counts: InstructionCounts[] = []
  try {
    for (const seed of SEEDS) counts.push(await count(options, kernel, scenario, seed))
  } catch (error) {
    if (error instanceof CommandError) return {}
    throw error
  }
  const median = (figure: (of: InstructionCounts) => number) =>
    counts.map(figure).sort((a, b) => a - b)[Math.floor(counts.length / 2)]
  const check = (of: InstructionCounts) => of.between ?? 0
  return {
    [inScenario('from start_kernel to init', scenario)]: median(of => of.instructions),
    [inScenario('from start_kernel until idle', scenario)]: median(of => of.settled),
    ...(scenario.append.includes('fips=1')
      ? {
          [inScenario('to init, without the integrity check', scenario)]: median(
            of => of.instructions - check(of),
          ),
          [inScenario('until idle, without the integrity check', scenario)]: median(
            of => of.settled - check(of),
          ),
        }
      : {}),
  }
}

function count(
  { logDir, cacheDir, signal, ...builds }: InstructionOptions,
  kernel: 'stock' | 'carved',
  scenario: Scenario,
  seed: number,
): Promise<InstructionCounts> {
  const { arch, image, vmlinux } = builds[kernel]
  return countInstructions({
    arch,
    kernel: image,
    vmlinux,
    append: scenario.append,
    seed,
    between: INTEGRITY_CHECK,
    logPath: join(logDir, logName(`count-${kernel}-${seed}`, scenario)),
    cacheDir,
    signal,
  })
}
