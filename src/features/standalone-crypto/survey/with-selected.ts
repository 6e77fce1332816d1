// SPDX-License-Identifier: GPL-2.0-only
import { type ConfigValue, type DotConfig, tristate } from '../../../formats/dot-config/index.js'
import { evaluate } from '../../../formats/kconfig/index.js'
import type { KconfigOption } from '../../../kernel/index.js'
import { EXTMOD } from '../names.js'

/** What the option of the carved kernel selects; a tree has one of the two DRBG options that matter. */
const SELECTED = [['CRYPTO_FIPS'], ['CRYPTO_DRBG_MENU', 'CRYPTO_DRBG']]

/**
 * A whole config with our option on, as far as `select` lines go: what the option selects is built in, and what that selects in
 * turn. Kconfig alone tells what follows besides. The options are those that the tree's Kconfig defines.
 */
export function withSelected(config: DotConfig, options: ReadonlyMap<string, KconfigOption>): DotConfig {
  if (tristate(config, EXTMOD) === 'y') return config
  const definitionsOf = (name: string) => options.get(name)?.definitions ?? []
  const result = new Map<string, ConfigValue>(config)
  const isDefined = (name: string) => definitionsOf(name).length > 0
  const pending = SELECTED.flatMap(names => names.find(isDefined) ?? [])
  result.set(EXTMOD, { type: 'tristate', value: 'y' })
  for (let name = pending.pop(); name !== undefined; name = pending.pop()) {
    if (tristate(result, name) === 'y') continue
    result.set(name, { type: 'tristate', value: 'y' })
    for (const { attributes } of definitionsOf(name)) {
      for (const each of attributes) {
        if (each.kind !== 'select') continue
        const { condition } = each
        const holds = condition === undefined || evaluate(condition, { config: result, isDefined }) === 2
        if (holds) pending.push(each.name)
      }
    }
  }
  return result
}
