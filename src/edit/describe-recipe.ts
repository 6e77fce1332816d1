// SPDX-License-Identifier: GPL-2.0-only
import type { Parameters } from './recipe.js'

export interface Applicable {
  readonly recipe: string
  readonly version: string
  readonly parameters: Parameters
}

/** A recipe with its parameters as they are given on a command line: `standalone-crypto 0.1.0 --except CRYPTO_SERPENT`. */
export function describeRecipe({ recipe, version, parameters }: Applicable): string {
  const given = Object.keys(parameters)
    .sort()
    .map(name => ` --${name} ${(parameters[name] ?? []).join(',')}`)
  return `${recipe} ${version}${given.join('')}`
}
