// SPDX-License-Identifier: GPL-2.0-only
import type { Registration } from './registrations.js'
import type { CarvedObject } from './service-facts.js'

/** An algorithm of the module by the names that /proc/crypto has, before any boot. */
export interface OfferedAlgorithm {
  readonly name: string
  readonly driver: string
  readonly origin: 'registered' | 'derived'
  readonly priority: number | null
  /** What it is made of besides its own code. */
  readonly parts: readonly string[]
  /** The objects that register it; empty where these are not known. */
  readonly registeredBy: readonly string[]
}

/** What the module registers, and what its code makes of that when it runs. */
export function offeredAlgorithms(
  registrations: readonly Registration[],
  objects: readonly CarvedObject[] | undefined,
): OfferedAlgorithm[] {
  const found = new Map<string, OfferedAlgorithm>()
  for (const each of registrations) {
    const registeredBy = (objects ?? []).filter(({ contents }) =>
      contents?.registrations.some(one => isSame(one, each)),
    )
    for (const named of namesOf(each, registeredBy)) {
      const key = `${named.name} ${named.driver}`
      if (!found.has(key)) found.set(key, { ...named, registeredBy: registeredBy.map(({ path }) => path) })
    }
  }
  return [...found.values()]
}

const isSame = (one: Registration, other: Registration): boolean =>
  one.kind === other.kind && one.name === other.name && one.driver === other.driver

type Named = Omit<OfferedAlgorithm, 'registeredBy'>

function namesOf({ kind, name, driver, priority }: Registration, by: readonly CarvedObject[]): Named[] {
  if (driver === null) return []
  if (kind === 'generator') {
    // drbg_fill_array() of crypto/drbg.c.
    return ['drbg_pr_', 'drbg_nopr_'].map(prefix => ({
      ...{ name: 'stdrng', driver: `${prefix}${name}`, origin: 'derived' as const },
      ...{ priority: null, parts: [driver] },
    }))
  }
  const registered: Named = { name, driver, origin: 'registered', priority, parts: [] }
  const isWrapped =
    name.startsWith(INTERNAL) &&
    driver.startsWith(INTERNAL) &&
    by.some(({ contents }) => makesWrappers(contents))
  if (!isWrapped) return [registered]
  // simd_register_*_compat() of crypto/simd.c.
  const wrapper = { name: name.slice(INTERNAL.length), driver: driver.slice(INTERNAL.length) }
  return [registered, { ...wrapper, origin: 'derived', priority, parts: [driver] }]
}

const INTERNAL = '__'

const makesWrappers = (contents: CarvedObject['contents']): boolean =>
  [...(contents?.uses ?? [])].some(name => /^simd_(?:register|skcipher_create|aead_create)/.test(name))
