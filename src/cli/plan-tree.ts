// SPDX-License-Identifier: GPL-2.0-only
import type { Architecture } from '../arch/architecture.js'
import { type EditPlan, planEdits, treeState } from '../edit/index.js'
import { type CarvePlan, planCarve, probeTree, readConfigFile } from '../kernel/index.js'
import { carvedDirectories, readStandaloneCrypto } from '../recipes/standalone-crypto/index.js'
import { refusePartlyApplied } from './partly-applied.js'
import { version } from './version.js'

export interface TreePlan {
  readonly edits: EditPlan
  readonly carve: CarvePlan
}

export interface PlanTreeOptions {
  readonly arch: Architecture
  /** A .config or a fragment; of a fragment, what it does not name counts as off. */
  readonly config?: string
}

/**
 * What carving does to a tree. Throws UsageError when it is no kernel tree, AnchorError when it is not one that the edits
 * fit, ToolError when it is partly applied.
 */
export async function planTree(directory: string, { arch, config }: PlanTreeOptions): Promise<TreePlan> {
  const tree = await probeTree(directory)
  const options = config === undefined ? undefined : (await readConfigFile(config)).options
  const recipe = await readStandaloneCrypto(version)
  refusePartlyApplied(directory, await treeState(tree.root, recipe))
  const edits = await planEdits(tree.root, recipe)
  const carve = await planCarve(tree, {
    rules: carvedDirectories,
    edits,
    srcArch: arch.srcArch,
    ...(options === undefined ? {} : { config: options }),
  })
  return { edits, carve }
}
