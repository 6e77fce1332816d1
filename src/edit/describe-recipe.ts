// SPDX-License-Identifier: GPL-2.0-only
import type { Parameters } from './recipe.js'

export interface Applicable {
  readonly recipe: string
  readonly version: string
  readonly parameters: Parameters
}

/** A recipe with its version and parameters: `standalone-crypto 4be1f4a05d0c --except CRYPTO_SERPENT`. */
export const describeRecipe = ({ recipe, version, parameters }: Applicable): string =>
  describeChoice({ recipe: `${recipe} ${version}`, parameters })

/** A recipe with its parameters as they are given on a command line: `standalone-crypto --except CRYPTO_SERPENT`. */
export function describeChoice({ recipe, parameters }: Omit<Applicable, 'version'>): string {
  const given = Object.keys(parameters)
    .sort()
    .map(name => ` --${name} ${(parameters[name] ?? []).join(',')}`)
  return `${recipe}${given.join('')}`
}
