// SPDX-License-Identifier: GPL-2.0-only
import { inFile } from '../../core/in-file.js'
import { askedSymbols, chooseLines } from '../../formats/dot-config/index.js'
import type { KernelTree } from '../kernel-tree.js'
import { type ConfigFile, readConfigFragment } from '../read-config-file.js'
import { kconfigSymbols } from './kconfig-symbols.js'

/**
 * A fragment as it is for one tree and architecture: what its `#if` lines choose by the tree's Kconfig. Any other config
 * is as it was. Throws FormatError when `#if` lines do not pair up.
 */
export async function configForTree(
  config: ConfigFile,
  tree: KernelTree,
  srcArch: string,
): Promise<ConfigFile> {
  if (config.kind === 'whole' || askedSymbols(config.text).size === 0) return config
  const symbols = await kconfigSymbols(tree, srcArch)
  const text = inFile(config.path, () => chooseLines(config.text, symbol => symbols.has(symbol)))
  return readConfigFragment(text, config.path)
}
