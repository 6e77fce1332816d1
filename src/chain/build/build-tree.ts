// SPDX-License-Identifier: GPL-2.0-only
import type { Architecture } from '../../arch/architecture.js'
import { type BuildResult, buildKernel, type ConfigureResult, configureKernel } from '../../build/index.js'
import type { Stage } from '../../cli/progress.js'
import type { Session } from '../../cli/session.js'
import { type KernelTree, readConfigFile } from '../../kernel/index.js'
import { buildProgressText } from '../../report/build-progress.js'

export interface BuildTreeOptions {
  readonly tree: KernelTree
  readonly objDir: string
  readonly arch: Architecture
  /** The config's file. */
  readonly config: string
  readonly carved: boolean
  readonly jobs?: number
  readonly llvm?: string
  readonly ccWrapper?: string
}

/** Configures the tree; the log is the session's `configure.log`. */
export async function configureTree(session: Session, options: BuildTreeOptions): Promise<ConfigureResult> {
  const config = await readConfigFile(options.config)
  return configureKernel({
    ...options,
    config,
    signal: session.signal,
    logPath: session.logPath('configure'),
  })
}

/** Builds the configured tree, telling on the stage how far it has come; the log is the session's `build.log`. */
export async function buildTree(
  session: Session,
  stage: Stage,
  options: BuildTreeOptions,
): Promise<BuildResult> {
  return buildKernel({
    ...options,
    cacheDir: session.cacheDir,
    signal: session.signal,
    logPath: session.logPath('build'),
    onProgress: progress => {
      stage.detail(buildProgressText(progress))
      session.trace(progress.current)
    },
  })
}
