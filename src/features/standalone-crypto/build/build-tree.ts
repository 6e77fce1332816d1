// SPDX-License-Identifier: GPL-2.0-only
import { type BuildOptions, type BuildResult, buildKernel, mustTakeBtf } from '../../../build/index.js'
import { BUILT, CARVED_MACRO, LISTS } from '../names.js'
import { explainUnexported } from './explain-unexported.js'

/**
 * Builds a configured tree, carved or not; throws what buildKernel throws, and says what the module needs and does not get.
 * BTF that the kernel would refuse when it boots ends the build: throws what mustTakeBtf throws.
 */
export async function buildTree(options: BuildOptions): Promise<BuildResult> {
  const result = await made(options)
  await mustTakeBtf(result.built, [BUILT.module])
  return result
}

async function made(options: BuildOptions): Promise<BuildResult> {
  try {
    return await buildKernel({ ...options, lists: LISTS.objects, guards: [CARVED_MACRO] })
  } catch (error) {
    throw await explainUnexported(error, options.objtree)
  }
}
