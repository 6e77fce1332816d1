// SPDX-License-Identifier: GPL-2.0-only
export * from './anchor.js'
export * from './edits.js'
export type { EditPlan, FilePlan, NewFilePlan, StepPlan } from './plan.js'
export type { Edit, LineMap, MakeAssignment, MapContext, NewFile, Recipe, Step } from './recipe.js'
