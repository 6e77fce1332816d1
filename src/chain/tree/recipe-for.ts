// SPDX-License-Identifier: GPL-2.0-only
import { UsageError } from '../../core/errors.js'
import { describeRecipe, recordedParameters } from '../../edit/index.js'
import {
  everything,
  readStandaloneCrypto,
  type Selection,
  selectionOf,
} from '../../features/standalone-crypto/recipe/index.js'
import { version } from '../version.js'

/** The recipe for a tree; without a selection that which the tree records. Throws UsageError when it records another. */
export async function recipeFor(root: string, selection: Selection | undefined) {
  const recorded = await recordedParameters(root)
  const there = await readStandaloneCrypto(root, { version, selection: selectionOf(recorded ?? {}) })
  if (selection === undefined) return there
  const wanted = await readStandaloneCrypto(root, { version, selection })
  const [is, asked] = [there, wanted].map(({ name, parameters = {} }) =>
    describeRecipe({ recipe: name, version, parameters }),
  )
  if (recorded !== undefined && is !== asked) {
    throw new UsageError(`${is} is applied already, not ${asked}`, { hint: 'revert the tree first' })
  }
  return wanted
}

/** The recipe that is to be applied: all of it without a selection, whatever the tree records. */
export const recipeToApply = (root: string, selection: Selection = everything) =>
  readStandaloneCrypto(root, { version, selection })
