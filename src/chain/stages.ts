// SPDX-License-Identifier: GPL-2.0-only

import type { Stage } from '../cli/progress.js'
import type { Session } from '../cli/session.js'
import { durationText } from '../text/quantities.js'

export interface StageRecord {
  readonly name: string
  /** Milliseconds. */
  readonly durationMs: number
  readonly summary: string
}

/** What a stage has made, and the same in a few words. */
export type StageOutcome<T> = readonly [value: T, summary: string]

export interface Stages {
  readonly run: <T>(name: string, work: (stage: Stage) => Promise<StageOutcome<T>>) => Promise<T>
  /** Those that have ended. */
  readonly records: readonly StageRecord[]
}

/** Stages in a row, numbered for people; each leaves a line with its length and outcome. */
export function openStages({ progress, signal }: Session, names: readonly string[]): Stages {
  const width = Math.max(...names.map(name => name.length))
  const records: StageRecord[] = []
  return {
    records,
    run: async (name, work) => {
      signal.throwIfAborted()
      const number = `[${names.indexOf(name) + 1}/${names.length}]`
      const stage = progress.begin(`${number} ${name}`)
      const [value, summary] = await work(stage)
      const durationMs = stage.end()
      progress.say(`${number} ${name.padEnd(width)}  ${durationText(durationMs).padStart(6)}  ${summary}`)
      records.push({ name, durationMs, summary })
      return value
    },
  }
}
