// SPDX-License-Identifier: GPL-2.0-only
import { basename, join } from 'node:path'
import type { KselftestCollection } from '../../build/index.js'
import { allPass } from '../../checks/check.js'
import { type ProofReport, type ProveOptions, prove } from '../../features/standalone-crypto/prove/index.js'
import { surveyCarve } from '../../features/standalone-crypto/survey/index.js'
import { readConfigFile } from '../../kernel/index.js'
import type { RestartName } from '../../vm/index.js'
import { buildDirectory } from '../build/build-directory.js'
import { type TreeEvidence, treeEvidence } from '../report/tree-evidence.js'
import { proveKselftest } from './prove-kselftest.js'
import { proveRoot } from './prove-root.js'
import type { TwoTrees } from './two-trees.js'

export interface ProveTreesOptions
  extends TwoTrees,
    Pick<ProveOptions, 'arch' | 'countsInstructions' | 'jobs' | 'llvm' | 'ccWrapper'>,
    Pick<ProveOptions, 'onStage' | 'onProgress' | 'onConfigured'> {
  /** The config's file. */
  readonly config: string
  readonly cacheDir: string
  readonly logDir: string
  readonly signal: AbortSignal
  /** Boots both with the root of a distribution too: see RootOptions. */
  readonly root?: string | undefined
  /** What comes after the checks there. */
  readonly restarts?: readonly RestartName[] | undefined
  /** Runs selftests of the tree in both too. */
  readonly kselftest?: readonly KselftestCollection[] | undefined
  readonly force?: boolean | undefined
  /** Called with what a boot with a root is doing. */
  readonly onDetail?: ((text: string) => void) | undefined
}

/** Proves; builds are those of `kcarve build`, and are completed where they are. */
export async function proveTrees(options: ProveTreesOptions): Promise<ProofReport & TreeEvidence> {
  const { cacheDir, stock, carved, plan, arch, config } = options
  const directoryOf = (root: string, isCarved: boolean) =>
    buildDirectory(cacheDir, { ...options, root, carved: isCarved })
  const carvedObjtree = directoryOf(carved.root, true)
  const stockObjtree = directoryOf(stock.root, false)
  const report = await prove({
    ...options,
    stockTree: stock,
    carvedTree: carved,
    config: await readConfigFile(config),
    stockObjtree,
    carvedObjtree,
    workDir: join(cacheDir, 'prove', basename(carvedObjtree)),
  })
  const built = await readConfigFile(join(carvedObjtree, '.config'))
  const logPath = (name: string) => join(options.logDir, `${name}.log`)
  const { root, restarts, kselftest, ...others } = options
  const both = { ...others, stockObjtree, carvedObjtree, logPath }
  const checks = [
    ...report.checks,
    ...(kselftest === undefined ? [] : await proveKselftest({ ...both, kselftest })),
    ...(root === undefined ? [] : await proveRoot({ ...both, root, restarts })),
  ]
  return {
    ...report,
    checks,
    passed: allPass(checks),
    ...treeEvidence(plan, await surveyCarve(plan, { arch, config: built })),
  }
}
