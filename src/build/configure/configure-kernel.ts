// SPDX-License-Identifier: GPL-2.0-only
import { createHash } from 'node:crypto'
import { readFile, rename, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { exists } from '../../core/exists.js'
import { type DotConfig, readDotConfig, tristate } from '../../formats/dot-config/index.js'
import { type ConfigFile, configForTree, kconfigOptions } from '../../kernel/index.js'
import { holdDirectory } from '../hold-directory.js'
import { checkSourceIsClean } from '../make/check-source.js'
import type { MakeOptions } from '../make/make-options.js'
import { checkBuildTools } from '../make/requirements.js'
import { runMake } from '../make/run-make.js'
import { mergeConfig } from './merge-config.js'
import { missingFiles, type OverriddenOption } from './missing-files.js'
import { RefusedOption } from './refused-option.js'
import { type UnmetOption, unmetOptions } from './unmet-options.js'
import { type UnmetReason, whyUnmet } from './why-unmet.js'

export interface ConfigureOptions extends MakeOptions {
  /**
   * A fragment goes on top of tinyconfig, with the lines that its `#if` choose for this tree; a whole config is taken as it
   * is. Either is completed by Kconfig.
   */
  readonly config: ConfigFile
  /** Options that are so whatever the config says. The build needs those that are `y`. */
  readonly set?: Readonly<Record<string, 'y' | 'n'>> | undefined
}

export interface ConfigureResult {
  readonly configPath: string
  readonly options: DotConfig
  /** Whether .config is other than before; it is not touched otherwise, and a build has nothing new to do. */
  readonly changed: boolean
  readonly unmet: readonly ExplainedOption[]
  /** Options whose files are not there, and which therefore have another value. */
  readonly overridden: readonly OverriddenOption[]
}

export interface ExplainedOption extends UnmetOption {
  /** Null where the tree's Kconfig files do not tell. */
  readonly because: UnmetReason | null
}

/**
 * Writes objtree/.config. Throws RefusedOption, and leaves .config as it was, when Kconfig does not set what `set` has as `y`;
 * MissingError or CommandError when kbuild cannot run.
 */
export async function configureKernel(options: ConfigureOptions): Promise<ConfigureResult> {
  const { objtree, set = {} } = options
  await checkSourceIsClean(options)
  await checkBuildTools(options)
  await holdDirectory(objtree)
  const config = await configForTree(options.config, options.tree, options.arch.srcArch)
  const overridden = await missingFiles(config.options, options)
  const above = `${fragmentOf(set)}${overridden.map(({ name, is }) => `CONFIG_${name}="${is}"\n`).join('')}`
  // Made beside .config, so that an interruption, or nothing new, leaves that alone.
  const partial = join(objtree, '.config.kcarve')
  const configPath = join(objtree, '.config')
  try {
    const before = await readFile(configPath, 'utf8').catch(() => '')
    const asked = hash(`${options.tree.version} ${above} ${config.kind} ${config.text}`)
    const isDone = (await readStamp(objtree)) === stampOf(asked, before)
    await writeFile(partial, isDone ? before : await assemble({ ...options, config }, above, partial))
    await runMake({ ...options, targets: ['olddefconfig'], env: { KCONFIG_CONFIG: partial } })
    const text = await readFile(partial, 'utf8')
    const changed = text !== before
    const read = readDotConfig(text)
    for (const [name, value] of Object.entries(set)) {
      if (value === 'y' && tristate(read, name) !== 'y') throw new RefusedOption(name)
    }
    if (changed) await rename(partial, configPath)
    await writeFile(join(objtree, STAMP), stampOf(asked, text))
    const isOurs = (name: string) => Object.hasOwn(set, name) || overridden.some(each => each.name === name)
    const unmet = unmetOptions(config.options, read).filter(({ name }) => !isOurs(name))
    return { configPath, options: read, changed, unmet: await explain(unmet, read, options), overridden }
  } finally {
    for (const left of [partial, `${partial}.old`]) await rm(left, { force: true })
  }
}

/** Says of what config .config was made, so that it need not be made again; an edited one is not taken for it. */
const STAMP = '.kcarve-configured'
const hash = (text: string) => createHash('sha256').update(text).digest('hex')
const stampOf = (asked: string, config: string) => `${asked} ${hash(config)}\n`
const readStamp = (objtree: string) => readFile(join(objtree, STAMP), 'utf8').catch(() => undefined)

async function explain(
  unmet: readonly UnmetOption[],
  config: DotConfig,
  { tree, arch }: Pick<ConfigureOptions, 'tree' | 'arch'>,
): Promise<readonly ExplainedOption[]> {
  if (unmet.length === 0) return []
  const options = await kconfigOptions(tree, arch.srcArch)
  return unmet.map(each => ({ ...each, because: whyUnmet(each, { options, config }) ?? null }))
}

/** `above` goes on top of the config. */
async function assemble(options: ConfigureOptions, above: string, path: string): Promise<string> {
  const { config } = options
  if (config.kind === 'whole') return mergeConfig(config.text, above)
  return mergeConfig(mergeConfig(await tinyConfig(options, path), config.text), above)
}

const fragmentOf = (set: Readonly<Record<string, 'y' | 'n'>>) =>
  Object.entries(set)
    .map(([name, value]) => (value === 'y' ? `CONFIG_${name}=y\n` : `# CONFIG_${name} is not set\n`))
    .join('')

/** Where kbuild has what tinyconfig is made of; the last is the architecture's. */
const tinyParts = (srcArch: string) => ['kernel/configs/tiny.config', `arch/${srcArch}/configs/tiny.config`]
const TINY_BASE = 'kernel/configs/tiny-base.config'

/**
 * What `make tinyconfig` gives, step by step: its rule for the second step, in Linux 6.1, merges into `.config` wherever KCONFIG_CONFIG is, and
 * what comes of it is the default configuration.
 */
async function tinyConfig(options: ConfigureOptions, path: string): Promise<string> {
  const { root } = options.tree
  const make = (target: string, env: Readonly<Record<string, string>> = {}) =>
    runMake({ ...options, targets: [target], env: { KCONFIG_CONFIG: path, ...env } })
  const base = join(root, TINY_BASE)
  await make('allnoconfig', (await exists(base)) ? { KCONFIG_ALLCONFIG: base } : {})
  let text = await readFile(path, 'utf8')
  for (const part of tinyParts(options.arch.srcArch))
    text = mergeConfig(text, await readFile(join(root, part), 'utf8').catch(() => ''))
  await writeFile(path, text)
  await make('olddefconfig')
  return readFile(path, 'utf8')
}
