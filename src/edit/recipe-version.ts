// SPDX-License-Identifier: GPL-2.0-only
import { createHash } from 'node:crypto'
import type { Recipe } from './recipe.js'

const versions = new WeakMap<Recipe, string>()

/**
 * The version of a recipe: the first 12 hex digits of the SHA-256 of what it puts where. Names for people (purposes,
 * groups) are no part of it, nor is the name of the recipe.
 */
export function recipeVersion(recipe: Recipe): string {
  let version = versions.get(recipe)
  if (version === undefined) {
    const { steps, files } = recipe
    const content = files.map(({ path, mode = 0o644, content: text, of }) => [path, mode, digestOf(text), of])
    version = digestOf(JSON.stringify([steps, content], withoutProse)).slice(0, 12)
    versions.set(recipe, version)
  }
  return version
}

const digestOf = (content: string | Uint8Array) => createHash('sha256').update(content).digest('hex')

function withoutProse(key: string, value: unknown): unknown {
  if (key === 'purpose' || key === 'group' || key === 'since') return undefined
  return typeof value === 'function' ? String(value) : value
}
