// SPDX-License-Identifier: GPL-2.0-only
import { expect, test } from 'vitest'
import type { EditPlan, StepPlan } from '../edit/index.js'
import { editPlanText, editSummary } from './edit-plan.js'

const step: StepPlan = {
  path: 'init/main.c',
  purpose: 'load the module',
  group: 'initcalls',
  state: 'to do',
  edits: ['after function f'],
  added: 3,
  removed: 1,
}
const bytes = new Uint8Array()
const plan: EditPlan = {
  root: '/tree',
  recipe: 'r',
  version: '1',
  parameters: {},
  files: [
    {
      path: step.path,
      oldContent: bytes,
      newContent: bytes,
      mode: 0o644,
      steps: [step],
      added: 3,
      removed: 1,
    },
  ],
  newFiles: [
    { path: 'new.c', content: bytes, mode: 0o644, purpose: 'p', group: 'g', state: 'to do', lines: 20 },
  ],
  steps: [step, { ...step, path: 'crypto/krb5/Makefile', state: 'absent', added: 0, removed: 0 }],
  added: 3,
  removed: 1,
}

test('steps are listed by group, with counts, and what this tree lacks', () => {
  expect(editPlanText(plan)).toBe(
    'initcalls\n' +
      '  init/main.c           +3 -1  load the module\n' +
      '  crypto/krb5/Makefile         load the module (not in this tree)\n' +
      '1 existing file edited: 3 lines added, 1 removed\n' +
      '1 new file, 20 lines\n',
  )
})

test('-v names each edit and each new file', () => {
  const text = editPlanText(plan, { verbose: true })
  expect(text).toContain('after function f\n')
  expect(text).toContain('  new.c\n')
})

test('the summary for machines has no contents', () => {
  expect(JSON.stringify(editSummary(plan))).not.toContain('Content')
})
