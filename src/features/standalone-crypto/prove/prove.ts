// SPDX-License-Identifier: GPL-2.0-only
import { join } from 'node:path'
import {
  type BuildProgress,
  type BuildResult,
  buildKernel,
  configureKernel,
  type MakeOptions,
  type UnmetOption,
} from '../../../build/index.js'
import { type ConfigFile, type KernelTree, readConfigFile } from '../../../kernel/index.js'
import { carvedDirectories } from '../recipe/index.js'
import { type ProvedBuild, takeBuild } from './boots/proved-build.js'
import type { ProofReport } from './proof-report.js'
import { type ProveBuildsOptions, proveBuilds } from './prove-builds.js'

export interface ProveOptions
  extends Omit<ProveBuildsOptions, 'stock' | 'carved' | 'directories'>,
    Pick<MakeOptions, 'cc' | 'llvm' | 'ccWrapper' | 'makeVars'> {
  readonly stockTree: KernelTree
  readonly carvedTree: KernelTree
  readonly config: ConfigFile
  /** Where the builds go; workDir/stock and workDir/carved by default. Builds that are there are completed. */
  readonly stockObjDir?: string
  readonly carvedObjDir?: string
  readonly jobs?: number
  readonly onProgress?: (progress: BuildProgress) => void
  /** Told before the builds begin. */
  readonly onUnmet?: (unmet: readonly UnmetOption[]) => void
}

/**
 * Builds stock and carved, boots both and compares them. Both are built with one .config, our own options apart: that of
 * the carved kernel, because its options select others.
 */
export async function prove(options: ProveOptions): Promise<ProofReport> {
  const { stockTree, carvedTree, config, workDir, logDir = workDir, onStage = () => {} } = options
  const started = performance.now()
  const make = pick(options)
  const carved = { ...make, tree: carvedTree, objDir: options.carvedObjDir ?? join(workDir, 'carved') }
  const stock = { ...make, tree: stockTree, objDir: options.stockObjDir ?? join(workDir, 'stock') }
  onStage('configure')
  const log = (name: string) => ({ logPath: join(logDir, `${name}.log`) })
  const configured = await configureKernel({ ...carved, ...log('configure-carved'), config, carved: true })
  options.onUnmet?.(configured.unmet)
  const same = await readConfigFile(configured.configPath)
  await configureKernel({ ...stock, ...log('configure-stock'), config: same, carved: false })
  onStage('build stock')
  const stockResult = await buildKernel({ ...stock, ...log('build-stock') })
  onStage('build carved')
  const carvedResult = await buildKernel({ ...carved, ...log('build-carved') })
  const builtMs = performance.now() - started
  const report = await proveBuilds({
    ...options,
    stock: await provedBuild(stockResult, options),
    carved: await provedBuild(carvedResult, options),
    directories: carvedDirectories.map(({ path }) => path),
  })
  return {
    ...report,
    builds: { stock: stockResult, carved: carvedResult },
    timings: { 'configure and build': builtMs, ...report.timings },
  }
}

function pick({ arch, cc, llvm, ccWrapper, makeVars, jobs, cacheDir, signal, onProgress }: ProveOptions) {
  return {
    arch,
    ...(cc === undefined ? {} : { cc }),
    ...(llvm === undefined ? {} : { llvm }),
    ...(ccWrapper === undefined ? {} : { ccWrapper }),
    ...(makeVars === undefined ? {} : { makeVars }),
    ...(jobs === undefined ? {} : { jobs }),
    ...(cacheDir === undefined ? {} : { cacheDir }),
    ...(signal === undefined ? {} : { signal }),
    ...(onProgress === undefined ? {} : { onProgress }),
  }
}

const provedBuild = ({ objDir }: BuildResult, { arch }: ProveOptions): Promise<ProvedBuild> =>
  takeBuild(objDir, arch)
