// SPDX-License-Identifier: GPL-2.0-only
import { createHash } from 'node:crypto'
import { readFile, rename, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { ToolError, UsageError } from '../../core/errors.js'
import { type DotConfig, readDotConfig, tristate } from '../../formats/dot-config/index.js'
import type { ConfigFile } from '../../kernel/index.js'
import { holdDirectory } from '../hold-directory.js'
import { checkSourceIsClean } from '../make/check-source.js'
import type { MakeOptions } from '../make/make-options.js'
import { checkBuildTools } from '../make/requirements.js'
import { runMake } from '../make/run-make.js'
import { mergeConfig } from './merge-config.js'
import { type UnmetOption, unmetOptions } from './unmet-options.js'

export interface ConfigureOptions extends MakeOptions {
  /** A fragment goes on top of tinyconfig; a whole config is taken as it is. Either is completed by Kconfig. */
  readonly config: ConfigFile
  /** Whether the carved kernel is to be built: sets or clears CONFIG_CRYPTO_FIPS140_EXTMOD. */
  readonly carved: boolean
}

export interface ConfigureResult {
  readonly configPath: string
  readonly options: DotConfig
  /** Whether .config is other than before; it is not touched otherwise, and a build has nothing new to do. */
  readonly changed: boolean
  readonly unmet: readonly UnmetOption[]
}

const OPTION = 'CRYPTO_FIPS140_EXTMOD'

/**
 * Writes objDir/.config. Throws UsageError when a carved kernel is asked of a tree that offers none, ToolError when
 * Kconfig refuses it, MissingError or CommandError when kbuild cannot run.
 */
export async function configureKernel(options: ConfigureOptions): Promise<ConfigureResult> {
  const { objDir, config, carved } = options
  if (carved) await mustOfferCarving(options)
  await checkSourceIsClean(options)
  await checkBuildTools(options)
  await holdDirectory(objDir)
  // Made beside .config, so that an interruption, or nothing new, leaves that alone.
  const partial = join(objDir, '.config.kcarve')
  const configPath = join(objDir, '.config')
  try {
    const before = await readFile(configPath, 'utf8').catch(() => '')
    const asked = hash(`${options.tree.version} ${carved} ${config.kind} ${config.text}`)
    const isDone = (await readStamp(objDir)) === stampOf(asked, before)
    await writeFile(partial, isDone ? before : await assemble(options, partial))
    await runMake({ ...options, targets: ['olddefconfig'], env: { KCONFIG_CONFIG: partial } })
    const text = await readFile(partial, 'utf8')
    const changed = text !== before
    const read = readDotConfig(text)
    if (carved && tristate(read, OPTION) !== 'y') throw await refused(options)
    if (changed) await rename(partial, configPath)
    await writeFile(join(objDir, STAMP), stampOf(asked, text))
    return { configPath, options: read, changed, unmet: unmetOptions(config.options, read).filter(isTheirs) }
  } finally {
    for (const left of [partial, `${partial}.old`]) await rm(left, { force: true })
  }
}

/** Our own options are as `carved` says, whatever a config that was used for another build had. */
const isTheirs = ({ name }: UnmetOption) => !name.startsWith('CRYPTO_FIPS140_')

/** Says of what config .config was made, so that it need not be made again; an edited one is not taken for it. */
const STAMP = '.kcarve-configured'
const hash = (text: string) => createHash('sha256').update(text).digest('hex')
const stampOf = (asked: string, config: string) => `${asked} ${hash(config)}\n`
const readStamp = (objDir: string) => readFile(join(objDir, STAMP), 'utf8').catch(() => undefined)

async function assemble(options: ConfigureOptions, path: string): Promise<string> {
  const { config, carved } = options
  const ours = carved ? `CONFIG_${OPTION}=y\n` : `# CONFIG_${OPTION} is not set\n`
  if (config.kind === 'whole') return mergeConfig(config.text, ours)
  return mergeConfig(mergeConfig(await tinyConfig(options, path), config.text), ours)
}

async function tinyConfig(options: ConfigureOptions, path: string): Promise<string> {
  await runMake({ ...options, targets: ['tinyconfig'], env: { KCONFIG_CONFIG: path } })
  return readFile(path, 'utf8')
}

const KCONFIG = 'crypto/fips140/Kconfig'

async function mustOfferCarving({ tree }: ConfigureOptions): Promise<void> {
  await readFile(join(tree.root, KCONFIG)).catch(cause => {
    throw new UsageError(`${tree.root} has not been carved: it has no ${KCONFIG}`, {
      hint: `kcarve apply ${tree.root}`,
      cause,
    })
  })
}

async function refused({ tree }: ConfigureOptions): Promise<ToolError> {
  const kconfig = await readFile(join(tree.root, KCONFIG), 'utf8')
  const entry = kconfig.split(/^(?=config )/m).find(text => text.startsWith(`config ${OPTION}\n`)) ?? ''
  const conditions = [...entry.matchAll(/^\s+depends on (.*?)(?:\s*#.*)?$/gm)].map(match => match[1])
  return new ToolError(`This config does not allow CONFIG_${OPTION}`, {
    hint: `it depends on ${conditions.join(', and on ')}`,
  })
}
