// SPDX-License-Identifier: GPL-2.0-only
import { expect, test } from 'vitest'
import { showStages } from './show-stages.js'

test('each stage leaves a line with number, length and outcome', () => {
  const said: string[] = []
  const begin = (title: string) => {
    said.push(title)
    return { detail: (text: string) => void said.push(text), end: () => 1 }
  }
  const shown = showStages({ begin, say: line => said.push(line), clear: () => {} }, ['plan', 'build'])
  shown.onStage('plan')
  shown.onDetail('reading')
  shown.onStageEnd({ name: 'plan', durationMs: 1500, summary: 'done' })
  expect(said).toEqual(['[1/2] plan', 'reading', '[1/2] plan     1.5s  done'])
})
