// SPDX-License-Identifier: GPL-2.0-only
import type { ModuleContract } from './module-contract.js'
import { moduleContract } from './standalone-crypto/reuse/index.js'

/** The contracts of all features whose kernels carry a module. */
export const moduleContracts: readonly ModuleContract[] = [moduleContract]
