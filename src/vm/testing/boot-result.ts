// SPDX-License-Identifier: GPL-2.0-only
import type { BootResult } from '../boot.js'

/** A boot that came to its end and said nothing, but for what is given. */
export const bootResult = (given: Partial<BootResult>): BootResult => ({
  release: '6.12.0',
  texts: new Map(),
  ktap: '',
  panics: [],
  oopses: [],
  warnings: [],
  done: true,
  kernelSpoke: true,
  outcome: 'completed',
  summary: '',
  relevantLines: [],
  events: [],
  durationMs: 1,
  toInitMs: 1,
  logPath: undefined,
  ...given,
})
