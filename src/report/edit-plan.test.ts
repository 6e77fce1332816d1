// SPDX-License-Identifier: GPL-2.0-only
import { expect, test } from 'vitest'
import type { EditPlan, StepPlan } from '../edit/index.js'
import { editPlanText, editSummary } from './edit-plan.js'

const step: StepPlan = {
  id: 'load',
  variant: 'new-shape',
  since: 'Linux kernel commit "shape: a new one" (in v6.16)',
  path: 'init/main.c',
  files: ['init/main.c'],
  purpose: 'load the module',
  group: 'initcalls',
  state: 'to do',
  edits: ['after function f'],
  added: 3,
  removed: 1,
  rewritten: 0,
}
const bytes = new Uint8Array()
const plan: EditPlan = {
  root: '/tree',
  recipe: 'r',
  version: '1',
  parameters: {},
  state: { state: 'clean' },
  files: [
    {
      path: step.path,
      original: bytes,
      oldContent: bytes,
      newContent: bytes,
      mode: 0o644,
      purposes: [step.purpose],
      added: 3,
      removed: 1,
      rewritten: 0,
    },
  ],
  newFiles: [
    { path: 'new.c', content: bytes, mode: 0o644, purpose: 'p', group: 'g', state: 'to do', lines: 20 },
  ],
  steps: [
    step,
    { ...step, path: 'doc.rst', files: [], state: 'absent', variant: null },
    { ...step, path: 'key.c', files: [], state: 'nothing to do', variant: 'exported' },
  ],
  added: 3,
  removed: 1,
  rewritten: 4,
}

test('steps are listed by group, with counts, and what this tree lacks', () => {
  expect(editPlanText(plan)).toBe(
    'initcalls\n' +
      '  init/main.c  +3 -1  load the module\n' +
      '  doc.rst             load the module (not in this tree)\n' +
      '  key.c               load the module (nothing to do: exported)\n' +
      '1 existing file edited: 3 lines added, 1 removed, 4 rewritten\n' +
      '1 new file, 20 lines\n',
  )
})

test('a tree that does not need the recipe is told so in place of counts', () => {
  const steps = plan.steps.filter(({ state }) => state === 'nothing to do')
  expect(editPlanText({ ...plan, steps, files: [], newFiles: [] })).toBe(
    'initcalls\n  key.c    load the module (nothing to do: exported)\nnothing to do: this tree does not need r\n',
  )
})

test('-v names the variant, each edit and each new file', () => {
  const text = editPlanText(plan, { verbose: true })
  expect(text).toContain('load: new-shape, Linux kernel commit "shape: a new one" (in v6.16)\n')
  expect(text).toContain('after function f\n')
  expect(text).toContain('  new.c\n')
})

test('the summary for machines has no contents', () => {
  expect(JSON.stringify(editSummary(plan))).not.toContain('Content')
})
