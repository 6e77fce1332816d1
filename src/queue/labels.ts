// SPDX-License-Identifier: GPL-2.0-only
import { createHash } from 'node:crypto'
import type { Job } from '../matrix/index.js'

// What a worker must have is in the name of the queue: it takes jobs of those queues only that it can serve.

/** The queue of jobs for an architecture, by a toolchain, that need so much memory. */
export const queueName = (arch: string, toolchainIdentity: string, memoryClass: number): string =>
  `${arch}.${createHash('sha256').update(toolchainIdentity).digest('hex').slice(0, 12)}.${memoryClass}g`

/** GiB, a power of two; 0 for jobs that say nothing. */
const memoryClass = (memoryMiB: number | undefined): number =>
  memoryMiB === undefined ? 0 : 2 ** Math.max(0, Math.ceil(Math.log2(memoryMiB / 1024)))

export const queueOf = ({ arch, toolchain, memory }: Job): string =>
  queueName(arch, toolchain.identity, memoryClass(memory))

/** All classes of jobs that a machine with so much memory can do. */
export function memoryClasses(memoryMiB: number): number[] {
  const classes = [0]
  for (let gib = 1; gib * 1024 <= memoryMiB; gib *= 2) classes.push(gib)
  return classes
}
