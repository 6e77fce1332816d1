// SPDX-License-Identifier: GPL-2.0-only
import type { ModuleContract } from '../../module-contract.js'
import { digestOf, verifyImage } from '../carried/index.js'
import { BUILT, LISTS, OWN_OPTIONS } from '../names.js'
import { judgeBoundary } from './judge-boundary.js'
import { type KernelPart, kernelPart } from './kernel-part.js'
import { makeup } from './makeup.js'
import { type ModulePart, modulePart } from './module-part.js'
import { sourceDirectories } from './source-directories.js'

/** What the carved module and the kernel that carries it agree on. */
export const moduleContract: ModuleContract<ModulePart, KernelPart> = {
  built: { module: BUILT.module, digest: BUILT.digest },
  sources: {
    lists: LISTS.objects,
    stays: LISTS.stays,
    options: OWN_OPTIONS,
    directories: sourceDirectories,
    makeup,
  },
  readModule: modulePart,
  readKernel: kernelPart,
  judge: judgeBoundary,
  readDigest: digestOf,
  verify: async path => (await verifyImage(path)).modules.flatMap(({ problems }) => problems),
}
