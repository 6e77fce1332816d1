// SPDX-License-Identifier: GPL-2.0-only
import { resolve } from 'node:path'
import {
  type BuildProgress,
  buildPackages,
  type ConfigureResult,
  checkPackageTools,
  type MakeOptions,
} from '../../build/index.js'
import { type Boundary, readBoundary } from '../../features/standalone-crypto/boundary/index.js'
import {
  type BuildRecord,
  buildTree,
  configureTree,
  recordBuild,
} from '../../features/standalone-crypto/build/index.js'
import { readConfigFile } from '../../kernel/index.js'
import { buildDirectory } from './build-directory.js'

export interface RunBuildOptions extends Pick<MakeOptions, 'tree' | 'arch' | 'llvm' | 'ccWrapper'> {
  /** The config's file. */
  readonly config: string
  /** With the option on, or stock. */
  readonly carved: boolean
  /** Whether Debian packages are made of it. */
  readonly packages?: boolean | undefined
  /** The build directory; one in the cache by default. */
  readonly output?: string | undefined
  readonly jobs?: number | undefined
  readonly cacheDir: string
  readonly signal: AbortSignal
  /** Where the output of a command goes, by its name. */
  readonly logPath: (name: string) => string
  /** Called as stages begin. */
  readonly onStage?: ((stage: 'configure' | 'build' | 'read the boundary' | 'packages') => void) | undefined
  /** Told before the build begins. */
  readonly onConfigured?: ((result: ConfigureResult) => void) | undefined
  readonly onProgress?: ((progress: BuildProgress) => void) | undefined
}

export interface BuiltTree extends Pick<ConfigureResult, 'unmet' | 'overridden'> {
  readonly record: BuildRecord
  /** Paths of the Debian packages; undefined where none were asked for. */
  readonly packages: readonly string[] | undefined
  /** Null of a stock kernel. */
  readonly boundary: Boundary | null
}

/** Configures and builds a tree, and reads what crosses the boundary. Throws what configureTree and buildTree throw. */
export async function runBuild(options: RunBuildOptions): Promise<BuiltTree> {
  const { tree, arch, llvm, ccWrapper, jobs, carved, cacheDir, signal, logPath, onStage } = options
  const choice = { root: tree.root, config: options.config, arch, carved, llvm }
  const objtree = options.output === undefined ? buildDirectory(cacheDir, choice) : resolve(options.output)
  const make = { tree, objtree, arch, llvm, ccWrapper, jobs, cacheDir, signal }
  if (options.packages) await checkPackageTools()
  const config = await readConfigFile(options.config)
  onStage?.('configure')
  const configured = await configureTree({ ...make, config, carved, logPath: logPath('configure') })
  options.onConfigured?.(configured)
  onStage?.('build')
  const { onProgress } = options
  const alike = { objtree: buildDirectory(cacheDir, { ...choice, carved: !carved }), srctree: tree.root }
  const result = await buildTree({ ...make, logPath: logPath('build'), alike, onProgress })
  onStage?.('read the boundary')
  const boundary = carved ? await readBoundary(result.built) : null
  if (options.packages) onStage?.('packages')
  const packages = options.packages
    ? await buildPackages({ ...make, logPath: logPath('packages') })
    : undefined
  const { unmet, overridden } = configured
  return { record: await recordBuild(result), unmet, overridden, boundary, packages }
}
