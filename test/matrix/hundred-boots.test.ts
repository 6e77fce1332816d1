// SPDX-License-Identifier: GPL-2.0-only
import { rm } from 'node:fs/promises'
import { join } from 'node:path'
import { beforeAll, expect, inject, test } from 'vitest'
import { bootGuest, carvedSmall, initramfsOf, verdicts } from './carved-kernel.js'

// The same kernel again and again: what depends on the order in which processors do things shows itself at last.
const BOOTS = Number(process.env.KCARVE_TEST_BOOTS ?? 100)
let kernel: Awaited<ReturnType<typeof carvedSmall>>
let initramfs: Uint8Array

beforeAll(async () => {
  kernel = await carvedSmall()
  initramfs = await initramfsOf(kernel.build)
})

const MACHINES = [
  { cpus: 2, append: [] },
  { cpus: 1, append: [] },
  { cpus: 8, append: [] },
  { cpus: 4, append: ['fips=1'] },
]

test.each(MACHINES)(
  `small boots ${BOOTS} times in a row on $cpus processors with "$append"`,
  async ({ cpus, append }) => {
    const seconds: number[] = []
    const bad: unknown[] = []
    let stalls = 0
    for (let number = 1; number <= BOOTS; number++) {
      const guest = { checks: ['crypto-all', 'module', 'integrity'], carved: true } as const
      const logPath = join(inject('cacheHome'), `boot-${number}-on-${[cpus, ...append].join('-')}.log`)
      const boot = await bootGuest(kernel, initramfs, { cpus, append, guest, logPath })
      const { outcome, summary, durationMs } = boot
      // A machine that is busy with other things makes RCU wait: that is told, and held against nobody.
      const stalled = boot.warnings.filter(warning => warning.includes('INFO: rcu_'))
      const warnings = boot.warnings.filter(warning => !stalled.includes(warning))
      const failed = verdicts(boot).filter(verdict => !verdict.includes(': pass'))
      seconds.push(durationMs / 1000)
      const allUp = boot.events.some(({ text }) => text.startsWith(`smp: Brought up 1 node, ${cpus} CPU`))
      if (stalled.length > 0) stalls += 1
      if (outcome === 'completed' && allUp && warnings.length + failed.length === 0) await rm(logPath)
      else bad.push({ logPath, summary, warnings, failed })
    }
    const sorted = seconds.sort((a, b) => a - b).map(each => each.toFixed(1))
    const middle = sorted[sorted.length >> 1]
    console.log(
      `${cpus} processors, ${append.join(' ') || 'plain'}: ${BOOTS - bad.length} of ${BOOTS} boots, ${sorted[0]} to ${sorted.at(-1)} s, median ${middle} s; ${stalls} with RCU stalls`,
      bad,
    )
    expect(bad).toEqual([])
  },
)
