// SPDX-License-Identifier: GPL-2.0-only
import type { Step } from './recipe.js'

/** Throws Error for what no tree can be asked: two steps or variants of one name, and a variant that says nothing. */
export function checkSteps(steps: readonly Step[]): void {
  refuseDoubles(
    'step',
    steps.map(({ id }) => id),
  )
  for (const { id, variants } of steps) {
    refuseDoubles(
      `${id}: variant`,
      variants.map(variant => variant.id),
    )
    for (const { id: variant, files, when = [], fills } of variants) {
      if (files.length + when.length === 0 && fills === undefined) {
        throw new Error(`${id}: ${variant} has neither edits nor a probe`)
      }
    }
  }
}

function refuseDoubles(what: string, names: readonly string[]): void {
  const doubled = names.find((name, index) => names.indexOf(name) !== index)
  if (doubled !== undefined) throw new Error(`${what} ${doubled} is there twice`)
}
