// SPDX-License-Identifier: GPL-2.0-only
import { realpath } from 'node:fs/promises'
import { resolve } from 'node:path'
import { ToolError, UsageError } from '../../core/errors.js'
import { faultsNamed } from '../../features/standalone-crypto/faults/index.js'
import {
  isBucket,
  type Job,
  type JobAction,
  jobIdentity,
  type MatrixFile,
  type NamedAction,
  type ReadMatrix,
  type Wanted,
} from '../../matrix/index.js'
import { resolveConfig } from './configs.js'
import { contentDigest } from './content-digest.js'
import type { OwnIdentity } from './own-digest.js'
import { resolveSource, type SourceOptions, sourceVersion } from './sources.js'
import { chosenToolchain, toolchainIdentity } from './toolchain.js'

export interface ResolveOptions extends SourceOptions {
  /** Of the file, which paths in it are relative to. */
  readonly baseDir: string
  readonly kcarve: OwnIdentity
  /** Instead of the file's. */
  readonly ccWrapper?: string | undefined
}

/** A job, of which it is known what decides its result. */
export interface ResolvedJob {
  readonly id: string
  readonly job: Job
  /** Of its sources, for people. */
  readonly version: string
}

/** Looks up what the jobs of a file are made of at the moment; what several have in common is looked up once. */
export async function resolveJobs(
  wanted: readonly Wanted[],
  { file, errorAt }: ReadMatrix,
  options: ResolveOptions,
): Promise<ResolvedJob[]> {
  const { baseDir, kcarve, signal } = options
  const placed = async <T>(at: readonly PropertyKey[], work: () => Promise<T>): Promise<T> => {
    try {
      return await work()
    } catch (error) {
      if (!(error instanceof UsageError)) throw error
      throw errorAt(at, error.message, error.hint)
    }
  }
  const remember = memory()
  const jobs: ResolvedJob[] = []
  for (const { cell, tree, config, arch, toolchain, action, at } of wanted) {
    signal.throwIfAborted()
    const source = await placed(at.tree, () =>
      remember(['tree', tree], () => resolveSource(tree, baseDir, options)),
    )
    const isReady = source.kind === 'kernel'
    if (isReady && action.kind !== 'reuse')
      throw errorAt(at.tree, `${cell.tree} is a kernel that is ready: it can only be asked for reuse`)
    const chosen = await placed(at.toolchain, () =>
      remember(['toolchain', toolchain], () => chosenToolchain(toolchain, baseDir)),
    )
    const given = typeof toolchain === 'string' ? undefined : toolchain.identity
    const identity =
      given ?? (await remember(['identity', chosen, arch], () => toolchainIdentity(chosen, arch, signal)))
    const job: Job = {
      cell,
      kcarve,
      source,
      config: isReady
        ? null
        : await placed(at.config, () =>
            remember(['config', config, arch], () => resolveConfig(config, arch, baseDir)),
          ),
      arch,
      toolchain: { llvm: chosen.llvm, root: chosen.root, identity },
      action: await placed(at.do, () => remember(['do', action], () => resolveAction(action, options))),
      ...settingsOf(file, options),
    }
    if (job.action.kind === 'boot' && job.action.faults.length > 0 && arch !== 'x86_64')
      throw errorAt(at.do, 'boot with faults is for x86_64', 'exclude it for other architectures')
    jobs.push({ id: jobIdentity(job), job, version: sourceVersion(source) })
  }
  return jobs
}

function settingsOf(
  { ccWrapper, memory: needed, artefacts, keep }: MatrixFile,
  { baseDir, ccWrapper: instead }: ResolveOptions,
) {
  if (keep !== undefined && artefacts === undefined)
    throw new ToolError('keep needs artefacts: the directory or bucket where to keep them')
  return {
    ccWrapper: instead ?? ccWrapper,
    memory: needed,
    artefacts: artefacts === undefined || isBucket(artefacts) ? artefacts : resolve(baseDir, artefacts),
    keep: keep ?? [],
  }
}

async function resolveAction(action: NamedAction, options: ResolveOptions): Promise<JobAction> {
  if (action.kind === 'boot') {
    if (action.faults.length > 0) faultsNamed(action.faults.join(','))
    return { ...action, faults: [...action.faults] }
  }
  if (action.kind !== 'reuse') return action
  const archive = await realpath(resolve(options.baseDir, action.archive)).catch(cause => {
    throw new UsageError(`${action.archive} does not exist`, { cause })
  })
  return { ...action, archive, sha256: await contentDigest(archive, options) }
}

/** Work that is done once for each key. */
function memory() {
  const known = new Map<string, Promise<unknown>>()
  return <T>(key: unknown, work: () => Promise<T>): Promise<T> => {
    const name = JSON.stringify(key)
    const found = known.get(name) ?? work()
    known.set(name, found)
    return found as Promise<T>
  }
}
