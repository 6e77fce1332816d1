// SPDX-License-Identifier: GPL-2.0-only
export { type BuildServices, buildServices } from './build-services.js'
export { carvedObject } from './carved-object.js'
export { type KernelName, kernelName, nameText } from './kernel-name.js'
export type * from './service-facts.js'
export { serviceFactsOf } from './service-facts-of.js'
export { saltBits } from './tested-key-bits.js'
