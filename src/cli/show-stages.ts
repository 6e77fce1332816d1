// SPDX-License-Identifier: GPL-2.0-only
import type { StageEvents, StageRecord } from '../chain/stages.js'
import { durationText } from '../text/quantities.js'
import type { Progress, Stage } from './progress.js'

export interface ShownStages extends StageEvents {
  readonly onStage: (name: string) => void
  readonly onStageEnd: (record: StageRecord) => void
  /** What is going on in the stage at the moment. */
  readonly onDetail: (text: string) => void
}

/** Shows a row of stages, numbered for people; each leaves a line with its length and outcome. */
export function showStages(progress: Progress, names: readonly string[]): ShownStages {
  const width = Math.max(...names.map(name => name.length))
  const number = (name: string) => `[${names.indexOf(name) + 1}/${names.length}]`
  let stage: Stage | undefined
  return {
    onStage: name => {
      stage = progress.begin(`${number(name)} ${name}`)
    },
    onDetail: text => stage?.detail(text),
    onStageEnd: ({ name, durationMs, summary }) => {
      stage?.end()
      const length = durationText(durationMs).padStart(6)
      progress.say(`${number(name)} ${name.padEnd(width)}  ${length}  ${summary}`)
    },
  }
}
