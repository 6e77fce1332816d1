// SPDX-License-Identifier: GPL-2.0-only
import { type BuildOptions, type BuildResult, buildKernel } from '../../../build/index.js'
import { CARVED_MACRO, LISTS } from '../names.js'
import { explainUnexported } from './explain-unexported.js'

/** Builds a configured tree, carved or not; throws what buildKernel throws, and says what the module needs and does not get. */
export async function buildTree(options: BuildOptions): Promise<BuildResult> {
  try {
    return await buildKernel({ ...options, lists: LISTS.objects, guards: [CARVED_MACRO] })
  } catch (error) {
    throw await explainUnexported(error, options.objtree)
  }
}
