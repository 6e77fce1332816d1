// SPDX-License-Identifier: GPL-2.0-only
import { createHash } from 'node:crypto'
import { mkdir, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { ToolError } from '../../core/errors.js'
import { exists } from '../../core/exists.js'
import { takeLock } from '../../core/lock-file.js'
import type { Job } from '../../matrix/index.js'
import { laneOf } from './job-steps.js'

/** What a job has for itself on this machine. */
export interface JobHold {
  /** Lets others use the source tree, too. */
  readonly treeDone: () => Promise<void>
  readonly release: () => Promise<void>
}

/**
 * Takes the build directory of a job for it, and the source tree if nobody has unpacked and edited that yet: two that did it at once would
 * refuse each other. Undefined when another job has one of them, of this process or of another one.
 */
export async function holdJob(job: Job, cacheDir: string): Promise<JobHold | undefined> {
  const directory = join(cacheDir, 'matrix/locks')
  await mkdir(directory, { recursive: true })
  const lane = join(directory, `build-${keyOf(laneOf(job))}`)
  const tree = join(directory, `tree-${keyOf(JSON.stringify([job.source, job.toolchain.root, job.kcarve]))}`)
  const isDone = `${tree}.done`
  if (!(await taken(lane))) return undefined
  const letGo = (lock: string) => rm(lock, { force: true })
  if (job.source.kind === 'kernel' || (await exists(isDone)))
    return { treeDone: async () => {}, release: () => letGo(lane) }
  if (!(await taken(tree))) {
    await letGo(lane)
    return undefined
  }
  let holds = true
  const treeDone = async () => {
    if (!holds) return
    holds = false
    await writeFile(isDone, '')
    await letGo(tree)
  }
  const release = async () => {
    if (holds) await letGo(tree)
    holds = false
    await letGo(lane)
  }
  return { treeDone, release }
}

const keyOf = (text: string) => createHash('sha256').update(text).digest('hex').slice(0, 16)

function taken(lock: string): Promise<boolean> {
  return takeLock(lock, 'job', { where: 'on this kernel' }).then(
    () => true,
    error => {
      if (error instanceof ToolError) return false
      throw error
    },
  )
}
