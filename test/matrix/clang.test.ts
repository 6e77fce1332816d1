// SPDX-License-Identifier: GPL-2.0-only
import { expect, test } from 'vitest'
import { bootFailures, startCarved } from './carved-kernel.js'

// Debian's clang 19, with the small configuration.
const LLVM = ['--llvm', '19']

test.each([
  ['', undefined],
  [', with ThinLTO', 'thinlto'],
])('by clang%s it is built, boots, and all checks pass', async (_, fragment) => {
  const plain = await startCarved(fragment, ...LLVM)
  expect(plain.failed).toEqual([])
  expect(await bootFailures(plain.build, '--fips')).toEqual([])
})
