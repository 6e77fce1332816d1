// SPDX-License-Identifier: GPL-2.0-only
import { expect, test } from 'vitest'
import { checkOf } from '../checks/check.js'
import { startText } from './start.js'

test('the summary ends with the verdict, after checks, sizes, places and commands', () => {
  const text = startText(
    {
      kernel: 'Linux 6.12.0',
      checks: [checkOf('boots', 'boots', { evidence: ['6.12.0'], differences: [] })],
      sizes: [{ name: 'image', bytes: 2048 }],
      durationMs: 90_000,
      places: [{ name: 'image', path: '/home/a/.cache/bzImage' }],
      next: [{ command: 'kcarve inspect /home/a/.cache/bzImage', purpose: 'what is in it' }],
    },
    { home: '/home/a' },
  )
  expect(text).toBe(`
checks
  ok  boots  6.12.0
sizes
  image  2 KiB
where
  image  ~/.cache/bzImage
look further
  # what is in it
  kcarve inspect ~/.cache/bzImage

Linux 6.12.0 carved, built and booted: all checks pass (1m 30s)
`)
})
