// SPDX-License-Identifier: GPL-2.0-only
import type { Initcall } from '../../src/report-page/pieces.js'
import type { TracedBoot } from '../page-data.js'

/** One level of initcalls, in both kernels. */
export interface Level {
  readonly name: string
  /** What the kernel calls it. */
  readonly title: string
  readonly lanes: readonly Lane[]
}

export interface Lane {
  readonly kernel: 'stock' | 'carved'
  /** Microseconds over all. */
  readonly usecs: number
  /** Of its bars, together. */
  readonly width: number
  readonly bars: readonly Bar[]
}

export interface Bar {
  readonly call: Initcall
  /** Of the bars before it, together. */
  readonly start: number
  /** Microseconds, or 1. */
  readonly width: number
  /** `carved`: in the module. `twin`: of stock, what is in the module of the other kernel. `stock`: in vmlinux. */
  readonly kind: 'carved' | 'twin' | 'stock'
}

/** Of bars: `usecs` shows how long each took, `same` in which order all of them ran. */
export type Widths = 'usecs' | 'same'

/** In the order in which the kernel goes through them; `4s` is the second half of 4. */
const LEVELS: readonly (readonly [level: string, title: string])[] = [
  ['early', 'before SMP'],
  ['0', 'pure'],
  ['1', 'core'],
  ['2', 'postcore'],
  ['3', 'arch'],
  ['4', 'subsys'],
  ['5', 'fs'],
  ['rootfs', ''],
  ['6', 'device'],
  ['7', 'late'],
]
const ORDER = LEVELS.flatMap(([level]) => (/^\d$/.test(level) ? [level, `${level}s`] : [level]))

function titleOf(level: string): string {
  const title = LEVELS.find(([name]) => name === level.replace(/(\d)s$/, '$1'))?.[1] ?? ''
  return /^\ds$/.test(level) ? `${title} sync` : title
}

/** The boots of one scenario, level by level in the order in which the levels ran. */
export function levelsOf(boots: readonly TracedBoot[], scenario: string, widths: Widths): Level[] {
  const here = boots.filter(boot => boot.scenario === scenario && boot.initcalls.length > 0)
  const inModule = new Set(
    here.flatMap(({ initcalls }) => initcalls.filter(isInModule).map(call => call.function)),
  )
  const names = [...new Set(here.flatMap(({ initcalls }) => initcalls.map(nameOf)))]
  names.sort((a, b) => place(a) - place(b))
  return names.map(name => ({
    name,
    title: titleOf(name),
    lanes: here.map(({ kernel, initcalls }) =>
      laneOf(
        kernel,
        initcalls.filter(call => nameOf(call) === name),
        { inModule, widths },
      ),
    ),
  }))
}

const place = (name: string) => (ORDER.includes(name) ? ORDER.indexOf(name) : ORDER.length)

const nameOf = ({ level }: Initcall): string => level ?? '?'
const isInModule = ({ module }: Initcall): boolean => module === 'fips140'

function laneOf(
  kernel: Lane['kernel'],
  calls: readonly Initcall[],
  { inModule, widths }: { readonly inModule: ReadonlySet<string>; readonly widths: Widths },
): Lane {
  let start = 0
  const bars = calls.map(call => {
    const kind = isInModule(call)
      ? 'carved'
      : kernel === 'stock' && inModule.has(call.function)
        ? 'twin'
        : 'stock'
    const width = widths === 'same' ? 1 : (call.usecs ?? 0)
    const bar: Bar = { call, start, width, kind }
    start += width
    return bar
  })
  return { kernel, usecs: calls.reduce((sum, { usecs }) => sum + (usecs ?? 0), 0), width: start, bars }
}
