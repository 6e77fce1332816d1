// SPDX-License-Identifier: GPL-2.0-only
import { expect, test } from 'vitest'
import { bootFailures, startCarved } from './carved-kernel.js'

// Debian's clang 19, with the small configuration.
const LLVM = ['--llvm', '19']

test('by clang it is built, boots, and all checks pass', async () => {
  const plain = await startCarved(undefined, ...LLVM)
  expect(plain.failed).toEqual([])
  expect(await bootFailures(plain.build, '--fips')).toEqual([])
})
