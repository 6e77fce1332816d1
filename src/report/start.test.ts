// SPDX-License-Identifier: GPL-2.0-only
import { expect, test } from 'vitest'
import { checkOf } from '../checks/check.js'
import { startText } from './start.js'

const check = (id: string) => checkOf(id, id, { evidence: ['6.12.0'], differences: [] })
const REPORT = {
  kernel: 'Linux 6.12.0',
  checks: [check('boots')],
  sizes: [
    { name: 'image', bytes: 2048 },
    { name: 'vmlinux', bytes: 4096 },
  ],
  durationMs: 90_000,
  places: [
    { name: 'image', path: '/c/bzImage' },
    { name: 'report', path: '/c/report.html' },
  ],
  next: [{ command: 'kcarve inspect /c/bzImage', purpose: 'what is in it' }],
}

test('the summary ends with the verdict, after checks, sizes and the page', () => {
  expect(startText(REPORT)).toBe(`
checks
  ok  boots  6.12.0
sizes  image 2 KiB, vmlinux 4 KiB
report  /c/report.html
Linux 6.12.0 carved, built and booted: all checks pass (1m 30s)
`)
})

test('with -v it tells where everything is, and how to look further', () => {
  expect(startText(REPORT, { verbose: true })).toContain(`
where
  image   /c/bzImage
  report  /c/report.html
look further
  # what is in it
  kcarve inspect /c/bzImage
`)
})

test('with the checks of a whole run it fits 24 lines', () => {
  const checks = Array.from({ length: 18 }, (_, index) => check(`check ${index}`))
  expect(startText({ ...REPORT, checks }).split('\n').length).toBeLessThanOrEqual(24)
})
