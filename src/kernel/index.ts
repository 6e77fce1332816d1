// SPDX-License-Identifier: GPL-2.0-only
export * from './kbuild/index.js'
export { configForTree } from './kconfig/config-for-tree.js'
export { type KconfigOption, kconfigOptions, type OptionDefinition } from './kconfig/kconfig-options.js'
export type { KernelTree } from './kernel-tree.js'
export { readKernelVersion } from './kernel-version.js'
export { probeTree } from './probe-tree.js'
export { type ConfigFile, readConfigFile } from './read-config-file.js'
