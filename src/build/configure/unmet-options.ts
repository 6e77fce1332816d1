// SPDX-License-Identifier: GPL-2.0-only
import type { ConfigValue, DotConfig } from '../../formats/dot-config/index.js'

/** An option that Kconfig did not set as it was asked to. */
export interface UnmetOption {
  readonly name: string
  /** As in a .config: y, m, n, a number, or a string without quotes. */
  readonly wanted: string
  /** `n` also for an option that this kernel does not have. */
  readonly got: string
}

/** What was asked for and is not so, in the order asked; n and absent are the same. */
export function unmetOptions(wanted: DotConfig, got: DotConfig): readonly UnmetOption[] {
  return [...wanted].flatMap(([name, value]) => {
    const actual = textOf(got.get(name), value)
    return actual === value.value ? [] : [{ name, wanted: value.value, got: actual }]
  })
}

const textOf = (value: ConfigValue | undefined, wanted: ConfigValue): string =>
  value?.value ?? (wanted.type === 'string' && wanted.value === '' ? '' : 'n')
