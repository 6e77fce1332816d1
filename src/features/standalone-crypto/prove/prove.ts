// SPDX-License-Identifier: GPL-2.0-only
import { join } from 'node:path'
import type { BuildProgress, ConfigureResult, MakeOptions } from '../../../build/index.js'
import { type ConfigFile, type KernelTree, readConfigFile } from '../../../kernel/index.js'
import { buildTree, configureTree, recordBuild } from '../build/index.js'
import { carvedDirectories } from '../recipe/index.js'
import type { ProofReport } from './proof-report.js'
import { type ProveBuildsOptions, proveBuilds } from './prove-builds.js'

export interface ProveOptions
  extends Omit<ProveBuildsOptions, 'stock' | 'carved' | 'directories'>,
    Pick<MakeOptions, 'arch' | 'cc' | 'llvm' | 'ccWrapper' | 'makeVars'> {
  readonly stockTree: KernelTree
  readonly carvedTree: KernelTree
  readonly config: ConfigFile
  /** Where the builds go; workDir/stock and workDir/carved by default. Builds that are there are completed. */
  readonly stockObjtree?: string | undefined
  readonly carvedObjtree?: string | undefined
  readonly jobs?: number | undefined
  readonly onProgress?: ((progress: BuildProgress) => void) | undefined
  /** Told before the builds begin. */
  readonly onConfigured?: ((result: ConfigureResult) => void) | undefined
}

/**
 * Builds stock and carved, boots both and compares them. Both are built with one .config, our own options apart: that of
 * the carved kernel, because its options select others.
 */
export async function prove(options: ProveOptions): Promise<ProofReport> {
  const { stockTree, carvedTree, config, workDir, logDir = workDir, onStage = () => {} } = options
  const started = performance.now()
  const { arch, cc, llvm, ccWrapper, makeVars, jobs, cacheDir, signal, onProgress } = options
  const make = { arch, cc, llvm, ccWrapper, makeVars, jobs, cacheDir, signal, onProgress }
  const carved = { ...make, tree: carvedTree, objtree: options.carvedObjtree ?? join(workDir, 'carved') }
  const stock = { ...make, tree: stockTree, objtree: options.stockObjtree ?? join(workDir, 'stock') }
  onStage('configure')
  const log = (name: string) => ({ logPath: join(logDir, `${name}.log`) })
  const configured = await configureTree({ ...carved, ...log('configure-carved'), config, carved: true })
  options.onConfigured?.(configured)
  const same = await readConfigFile(configured.configPath)
  await configureTree({ ...stock, ...log('configure-stock'), config: same, carved: false })
  onStage('build stock')
  const stockResult = await buildTree({ ...stock, ...log('build-stock'), alike: buildOf(carved) })
  onStage('build carved')
  const carvedResult = await buildTree({ ...carved, ...log('build-carved'), alike: buildOf(stock) })
  const builtMs = performance.now() - started
  const report = await proveBuilds({
    ...options,
    stock: stockResult.built,
    carved: carvedResult.built,
    directories: carvedDirectories.map(({ path }) => path),
  })
  return {
    ...report,
    builds: { stock: await recordBuild(stockResult), carved: await recordBuild(carvedResult) },
    timings: { 'configure and build': builtMs, ...report.timings },
  }
}

const buildOf = ({ objtree, tree }: MakeOptions) => ({ objtree, srctree: tree.root })
