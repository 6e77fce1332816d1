// SPDX-License-Identifier: GPL-2.0-only
import { readdir } from 'node:fs/promises'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import type { Architecture } from '../../arch/architecture.js'
import { UsageError } from '../../core/errors.js'
import { exists } from '../../core/exists.js'
import type { KernelTree } from '../../kernel/index.js'
import { type DebianConfigOptions, debianConfig, debianFlavour } from './debian-config.js'

const CONFIGS = fileURLToPath(new URL('../../../configs', import.meta.url))

/** For the help of `--config`. */
export const CONFIG_HELP =
  "small, rich or distribution (kcarve's), debian:FLAVOUR (Debian's for this kernel, such as debian:cloud-amd64), a .config, or a fragment to merge into tinyconfig"

export interface ConfigChoiceOptions extends Omit<DebianConfigOptions, 'arch' | 'tree' | 'debianVersion'> {
  /** Called with where the config is from, if it had to be found. */
  readonly onOrigin?: ((text: string) => void) | undefined
}

interface ConfiguredKernel extends Pick<DebianConfigOptions, 'debianVersion'> {
  /** Called only if the config depends on it. */
  readonly tree: () => Promise<KernelTree>
}

/** The config's file for a kernel. */
type ConfigOf = (kernel: ConfiguredKernel) => Promise<string>

/**
 * What `--config` means: one of ours by name, a flavour of Debian's, or a path. Throws UsageError at once when there is no such
 * file; of Debian's, what debianConfig throws comes when the kernel is known.
 */
export async function chooseConfig(
  choice: string,
  arch: Architecture,
  options: ConfigChoiceOptions,
): Promise<ConfigOf> {
  const flavour = debianFlavour(choice)
  if (flavour === undefined) {
    const path = await configFile(choice, arch)
    return async () => path
  }
  return async ({ tree, debianVersion }) => {
    const found = { ...options, arch, tree: await tree(), debianVersion }
    const { path, origin } = await debianConfig(flavour, found)
    options.onOrigin?.(`${choice} is of ${origin}`)
    return path
  }
}

/** The file of a config that is one of ours by name, or a path. Throws UsageError when there is no such file. */
export async function configFile(choice: string, arch: Architecture): Promise<string> {
  const ours = (await readdir(CONFIGS)).filter(file => nameOfOurs(file, arch) !== undefined)
  const own = ours.find(file => nameOfOurs(file, arch) === choice)
  if (own !== undefined) return join(CONFIGS, own)
  if (await exists(choice)) return choice
  const names = ours.map(file => nameOfOurs(file, arch))
  throw new UsageError(`There is no config ${choice}`, {
    hint: `a file, one of ours: ${names.join(', ')}, or one of Debian's: debian:FLAVOUR`,
  })
}

/** The name of one of ours for an architecture, from that of its file: `small-arm64.config` is for one, `distribution.config` for all. */
function nameOfOurs(file: string, arch: Architecture): string | undefined {
  const [, name, only] = /^(\w+?)(?:-(\w+))?\.config$/.exec(file) ?? []
  return only === undefined || only === arch.name ? name : undefined
}
