// SPDX-License-Identifier: GPL-2.0-only
import type { Architecture } from '../arch/architecture.js'
import type { EditPlan, Parameters, Recipe, TreeState } from '../edit/index.js'
import type { ConfigFile, KernelTree } from '../kernel/index.js'
import type { Paint } from '../text/paint.js'
import type { ModuleContract } from './module-contract.js'

/**
 * Something that a kernel tree can be given. A feature lives in a folder beside this file, `src/features/NAME/`, and is
 * known to the commands by its line in `registry.ts`. It needs a recipe and a series; all else is optional.
 */
export interface Feature<R extends Recipe = Recipe> {
  /** As `--recipe` names it and trees record it: lower case words joined by hyphens. Also the name of its recipe. */
  readonly name: string
  /** One line, for lists. */
  readonly summary: string
  /**
   * Options by which a user chooses among the edits: the name without dashes, and its help. Each takes words separated
   * by commas. Trees record what was chosen.
   */
  readonly options?: Readonly<Record<string, string>> | undefined
  /**
   * The recipe for a tree. `parameters` has the words given for each option, and goes into the recipe. Throws UsageError
   * when the tree does not allow the choice.
   */
  readRecipe(root: string, parameters: Parameters): Promise<R>
  readonly series: Series
  /** What to do with an applied tree, shown after apply: `own` is how this program is called. */
  nextStep?(own: string, tree: string): string
  /** What `plan` tells besides the edits. */
  survey?(plan: TreePlan<R>, options: SurveyOptions): Promise<Survey>
  /** The contract between the module that its kernels carry and those kernels. */
  readonly contract?: ModuleContract | undefined
}

/** A recipe found to fit a tree; nothing has been written. */
export interface TreePlan<R extends Recipe = Recipe> {
  readonly tree: KernelTree
  readonly recipe: R
  readonly edits: EditPlan
  /** The variant of each step, by its id; null where none matches, which the step allows. */
  readonly variants: Readonly<Record<string, string | null>>
  /** What the recipe had done to the tree. */
  readonly state: TreeState
}

export interface SurveyOptions {
  readonly arch: Architecture
  /** Of the kernel that is going to be built. */
  readonly config?: ConfigFile | undefined
}

export interface Survey {
  /** Members of the plan's JSON. */
  readonly json: Readonly<Record<string, unknown>>
  /** Shown above the edits. */
  text(look: Look): string
}

export interface Look {
  readonly verbose: boolean
  readonly paint: Paint
}

/** The edits as patches for review and `git am`. */
export interface Series {
  /** Before the subject of each patch: `crypto: demo - `. */
  readonly prefix: string
  /** Subject of the cover letter, behind the prefix. */
  readonly title: string
  /** Paragraphs of the cover letter. A list of the patches follows them. */
  readonly paragraphs: readonly string[]
  /** In an order in which the tree builds after each. */
  readonly patches: readonly SeriesPatch[]
}

/** One patch: the steps and new files of one group. */
export interface SeriesPatch {
  /** As in Step and NewFile. */
  readonly group: string
  readonly subject: string
  /** Paragraphs. */
  readonly body: readonly string[]
}
