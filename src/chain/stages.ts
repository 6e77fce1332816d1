// SPDX-License-Identifier: GPL-2.0-only

export interface StageRecord {
  readonly name: string
  /** Milliseconds. */
  readonly durationMs: number
  readonly summary: string
}

/** Calls that tell how far a row of stages has come. */
export interface StageEvents {
  readonly onStage?: ((name: string) => void) | undefined
  readonly onStageEnd?: ((record: StageRecord) => void) | undefined
}

/** What a stage has made, and the same in a few words. */
export type StageOutcome<T> = readonly [value: T, summary: string]

export interface Stages {
  readonly run: <T>(name: string, work: () => Promise<StageOutcome<T>>) => Promise<T>
  /** Those that have ended. */
  readonly records: readonly StageRecord[]
}

/** Stages in a row; none begins once the signal is aborted. */
export function openStages(signal: AbortSignal, { onStage, onStageEnd }: StageEvents): Stages {
  const records: StageRecord[] = []
  return {
    records,
    run: async (name, work) => {
      signal.throwIfAborted()
      onStage?.(name)
      const started = performance.now()
      const [value, summary] = await work()
      const record = { name, durationMs: performance.now() - started, summary }
      records.push(record)
      onStageEnd?.(record)
      return value
    },
  }
}
