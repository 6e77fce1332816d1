// SPDX-License-Identifier: GPL-2.0-only
import type { BuildProgress } from './object-progress.js'

export interface TimeLeft {
  /** Milliseconds until the build ends; undefined in the first minute, and where nobody knows how much there is to do. */
  readonly after: (progress: BuildProgress) => number | undefined
  /** Milliseconds since the last object was begun. */
  readonly tail: () => number
}

/** An object a build begins with is hardly like the others. */
const FIRST_MS = 60_000

/**
 * Tells how long a build will go on: what is left of its objects takes as long for each as those that this run has made, and
 * what comes after them as long as the last time, `tailMs`.
 */
export function timeLeft(tailMs = 0, now: () => number = () => performance.now()): TimeLeft {
  const started = now()
  let last = { compiled: 0, at: started }
  return {
    after: ({ compiled, present, total, isUpdate }) => {
      if (compiled > last.compiled) last = { compiled, at: now() }
      if (isUpdate || total === undefined || compiled === 0 || now() - started < FIRST_MS) return undefined
      const objectMs = (last.at - started) / compiled
      const sinceLast = now() - last.at
      const isOver = present >= total
      return Math.max(0, (total - present) * objectMs + tailMs - (isOver ? sinceLast : 0))
    },
    tail: () => now() - last.at,
  }
}
