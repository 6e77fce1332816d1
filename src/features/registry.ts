// SPDX-License-Identifier: GPL-2.0-only
import { UsageError } from '../core/errors.js'
import { nearestWords } from '../core/nearest-words.js'
import type { Feature } from './feature.js'
import { moduleBtfRelink } from './module-btf-relink/feature.js'
import type { ModuleContract } from './module-contract.js'
import { rustcHostLinker } from './rustc-host-linker/feature.js'
import { standaloneCrypto } from './standalone-crypto/feature.js'

/** All features, one line each. The first is the default. */
export const features = [
  standaloneCrypto,
  moduleBtfRelink,
  rustcHostLinker,
] as const satisfies readonly Feature[]

export const [defaultFeature] = features

/** The contracts of all features whose kernels carry a module. */
export const moduleContracts: readonly ModuleContract[] = features.flatMap(
  ({ contract }: Feature) => contract ?? [],
)

/** Throws UsageError for a name that no feature has, with those like it. */
export function featureNamed(name: string): Feature {
  const found = features.find(feature => feature.name === name)
  if (found !== undefined) return found
  const names = features.map(feature => feature.name)
  throw new UsageError(`There is no recipe ${name}`, {
    hint: `nearest: ${nearestWords(name, names).join(', ')}; kcarve recipes lists them`,
  })
}
