// SPDX-License-Identifier: GPL-2.0-only
import type { BuildResult } from '../../../build/index.js'
import { moduleOf } from './module-of.js'

/** What a build has made and where, as plain data for JSON. Paths are absolute. */
export interface BuildRecord {
  /** Milliseconds. */
  readonly durationMs: number
  readonly objDir: string
  readonly image: string
  readonly vmlinux: string
  /** The standalone crypto module of a carved kernel. */
  readonly module: string | undefined
  /** As `make kernelrelease` prints it. */
  readonly release: string
  /** Objects that were made, and that there are now. */
  readonly compiled: number
  readonly objects: number
  /** The build directory that this one began as a copy of. */
  readonly takenFrom: string | undefined
  readonly warnings: readonly string[]
  readonly logPath: string | undefined
}

export async function recordBuild({ built, durationMs, ...result }: BuildResult): Promise<BuildRecord> {
  const { objtree, image, vmlinux, release } = built
  return { durationMs, objDir: objtree, image, vmlinux, module: await moduleOf(built), release, ...result }
}
