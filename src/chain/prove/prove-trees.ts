// SPDX-License-Identifier: GPL-2.0-only
import { basename, join } from 'node:path'
import type { Architecture } from '../../arch/architecture.js'
import type { Session } from '../../cli/session.js'
import { type ProofReport, prove } from '../../features/standalone-crypto/prove/index.js'
import { readConfigFile } from '../../kernel/index.js'
import { buildProgressText } from '../../report/build-progress.js'
import { durationText } from '../../text/quantities.js'
import { buildDirectory } from '../build/build-directory.js'
import type { TwoTrees } from './two-trees.js'

export interface ProveTreesOptions extends TwoTrees {
  readonly arch: Architecture
  /** The config's file. */
  readonly config: string
  readonly countsInstructions: boolean
  readonly jobs?: number
  readonly llvm?: string
  readonly ccWrapper?: string
}

/** Proves, telling stage by stage how far it has come. Builds are those of `kcarve build`, and are completed where they are. */
export async function proveTrees(session: Session, options: ProveTreesOptions): Promise<ProofReport> {
  const { cacheDir, progress, signal, logDirectory } = session
  const { stock, carved, arch, config } = options
  const directoryOf = (root: string, isCarved: boolean) =>
    buildDirectory(cacheDir, { ...options, root, config, arch, carved: isCarved })
  const carvedObjDir = directoryOf(carved.root, true)
  let current = { name: '', stage: progress.begin('prove') }
  const end = () => {
    const durationMs = current.stage.end()
    if (current.name !== '') progress.say(`${durationText(durationMs).padStart(8)}  ${current.name}`)
  }
  const report = await prove({
    ...options,
    stockTree: stock,
    carvedTree: carved,
    config: await readConfigFile(config),
    stockObjDir: directoryOf(stock.root, false),
    carvedObjDir,
    workDir: join(cacheDir, 'prove', basename(carvedObjDir)),
    logDir: logDirectory,
    cacheDir,
    signal,
    onStage: name => {
      end()
      current = { name, stage: progress.begin(name) }
    },
    onProgress: made => {
      current.stage.detail(buildProgressText(made))
      session.trace(made.current)
    },
    onUnmet: unmet => {
      for (const { name, wanted, got } of unmet) {
        progress.say(`CONFIG_${name} is ${got}, not ${wanted} as the config asks`)
      }
    },
  })
  end()
  return report
}
