// SPDX-License-Identifier: GPL-2.0-only
import { inFile } from '../core/in-file.js'
import { loadFile } from '../core/load-file.js'
import { type DotConfig, readDotConfig } from '../formats/dot-config/index.js'

export interface ConfigFile {
  readonly path: string
  readonly text: string
  readonly options: DotConfig
  /**
   * `whole`: what Kconfig itself has written. `fragment`: a few options, which leave the others to a base.
   */
  readonly kind: 'whole' | 'fragment'
}

/** Reads a `.config` or a fragment of one; throws UsageError when it cannot be read, FormatError when it is neither. */
export async function readConfigFile(path: string): Promise<ConfigFile> {
  return readConfigFragment((await loadFile(path)).toString(), path)
}

/** The same from text that has been read already; `path` is for errors. */
export function readConfigFragment(text: string, path: string): ConfigFile {
  const options = inFile(path, () => readDotConfig(text))
  return { path, text, options, kind: isWhole(text) ? 'whole' : 'fragment' }
}

/** The heading that conf_write() of scripts/kconfig/confdata.c gives a .config; a defconfig has none. */
const isWhole = (text: string): boolean => /^# Automatically generated file; DO NOT EDIT\.$/m.test(text)
