// SPDX-License-Identifier: GPL-2.0-only

/** A way both kernels are booted. */
export interface Scenario {
  /** Shown to people; empty for the plain boot. */
  readonly name: string
  /** Words added to the kernel command line. */
  readonly append: readonly string[]
  /** Whether the guest loads =m modules: those of a build are not signed, and in FIPS mode that is a panic. */
  readonly loadsModules: boolean
}

export const defaultScenarios: readonly Scenario[] = [
  { name: '', append: [], loadsModules: true },
  { name: 'fips=1', append: ['fips=1'], loadsModules: false },
]

/** `from start_kernel to init`, or the same with ` (fips=1)`. */
export const inScenario = (text: string, { name }: Scenario): string =>
  name === '' ? text : `${text} (${name})`

/** `boot-stock.log`, `boot-stock-fips-1.log`. */
export const logName = (stem: string, { name }: Scenario): string =>
  `${[stem, ...name.split(/\W+/).filter(Boolean)].join('-')}.log`
