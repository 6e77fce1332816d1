// SPDX-License-Identifier: GPL-2.0-only
import { expect, test } from 'vitest'
import { bootFailures, startCarved } from './carved-kernel.js'

// KASAN and lockdep are slow on an emulated processor.
const SLOW = ['--memory', '2048', '--timeout', '1200']

test('KASAN and lockdep have nothing to say, and what is exported for modules alone is not trimmed', async () => {
  const kernel = await startCarved('debug')
  expect(await bootFailures(kernel.build, ...SLOW)).toEqual([])
  expect(await bootFailures(kernel.build, ...SLOW, '--fips')).toEqual([])
})
