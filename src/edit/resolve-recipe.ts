// SPDX-License-Identifier: GPL-2.0-only
import { AnchorError } from '../core/errors.js'
import { checkSteps } from './check-steps.js'
import type { Recipe, Step, Variant } from './recipe.js'
import { matchVariant, type ResolvedFile, type VariantMatch } from './resolve-variant.js'
import type { Layers } from './tree/layers.js'
import { pathsOf, readTreeFiles, type TreeFiles } from './tree-files.js'

/** A step with the variant that matches, absent (at most one may match, and none does), or with the reasons for a refusal. */
export type ResolvedStep =
  | {
      readonly outcome: 'found'
      readonly step: Step
      readonly variant: Variant
      /** In the order of the variant; empty when nothing is to do. */
      readonly files: readonly ResolvedFile[]
    }
  | { readonly outcome: 'absent'; readonly step: Step }
  | { readonly outcome: 'no place'; readonly step: Step; readonly errors: readonly AnchorError[] }

/** Reads the files the recipe names and finds the variant of each step that matches. Throws Error as checkSteps does. */
export async function resolveRecipe(root: string, recipe: Recipe, layers: Layers): Promise<ResolvedStep[]> {
  checkSteps(recipe.steps)
  const files = await readTreeFiles(root, recipe, layers)
  return recipe.steps.map(step => resolveStep(step, files))
}

function resolveStep(step: Step, tree: TreeFiles): ResolvedStep {
  const matches = step.variants.map(variant => matchVariant(step, variant, tree))
  const [match, ...others] = best(matches)
  if (match === undefined) {
    return step.matches === 'at most one' && !matches.some(isAmbiguous)
      ? { outcome: 'absent', step }
      : { outcome: 'no place', step, errors: noneMatches(step, matches) }
  }
  if (others.length > 0)
    return { outcome: 'no place', step, errors: [severalMatch(step, [match, ...others])] }
  return { outcome: 'found', step, variant: match.variant, files: match.files }
}

type Fit = Extract<VariantMatch, { fits: true }>

/** The variants that match; where edits are in place already, those of which most is. */
function best(matches: readonly VariantMatch[]): readonly Fit[] {
  const fits = matches.flatMap(match => (match.fits ? [match] : []))
  const most = Math.max(...fits.map(({ placed }) => placed))
  const found = fits.filter(({ placed }) => placed === most)
  // All of either is in place, so that they come to the same.
  return most > 1 ? found.slice(0, 1) : found
}

const isAmbiguous = (match: VariantMatch) => !match.fits && match.isAmbiguous

function noneMatches(step: Step, matches: readonly VariantMatch[]): AnchorError[] {
  const errors = matches.map(match => (match.fits ? [] : match.errors))
  if (step.variants.length === 1) return errors.flat()
  const lines = step.variants.flatMap(({ id }, index) =>
    (errors[index] ?? []).map(({ message }) => `    ${id}: ${message}`),
  )
  const [{ path = '', expected = '', nearest = [] } = {}] = errors.flat()
  return [
    new AnchorError(`no variant of ${step.id} fits this tree (${step.purpose})\n${lines.join('\n')}`, {
      path,
      expected,
      nearest,
    }),
  ]
}

function severalMatch(step: Step, matches: readonly Fit[]): AnchorError {
  const names = matches.map(({ variant }) => variant.id).join(', ')
  return new AnchorError(
    `${matches.length} variants of ${step.id} fit this tree, expected one: ${names} (${step.purpose})`,
    { path: pathsOf(step)[0] ?? '', expected: 'one variant' },
  )
}
