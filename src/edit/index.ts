// SPDX-License-Identifier: GPL-2.0-only
/**
 * The edit engine. A recipe says what to edit by naming constructs; `planEdits` finds them in a tree and says what would
 * change, `applyPlan` does it, all or nothing, `revertTree` takes it back, `treeState` tells which is the case.
 */
export * from './anchor.js'
export { type ApplyResult, applyPlan } from './apply-plan.js'
export { describeChoice, describeRecipe } from './describe-recipe.js'
export * from './edits.js'
export type { LineCounts } from './line-counts.js'
export { type ConstructParts, partsOf } from './parts-of.js'
export { type EditPlan, isInPlace, type StepPlan } from './plan.js'
export { planEdits, refusePartlyApplied } from './plan-edits.js'
export { planSeries } from './plan-series.js'
export type {
  Edit,
  FileEdits,
  LineMap,
  NewFile,
  Parameters,
  Recipe,
  Step,
  Variant,
} from './recipe.js'
export { type RevertResult, revertTree } from './revert-tree.js'
export type { TreeState } from './state.js'
export { type TreeChange, treeChanges } from './tree-changes.js'
export { recordedParameters, recordedStates, treeState } from './tree-state.js'
export { unifiedDiff } from './unified-diff.js'
