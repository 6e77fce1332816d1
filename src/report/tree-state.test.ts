// SPDX-License-Identifier: GPL-2.0-only
import { expect, test } from 'vitest'
import { treeStateText } from './tree-state.js'

test('an applied tree is told with version, time and counts, and what has been changed since', () => {
  const text = treeStateText({
    state: 'applied',
    recipe: 'standalone-crypto',
    version: '0.1.0',
    parameters: { only: ['crypto'], except: ['CRYPTO_AES', 'crypto/krb5'] },
    appliedAt: '2026-01-02T03:04:05.678Z',
    files: ['Makefile'],
    newFiles: ['a', 'b'],
    modified: ['Makefile'],
  })
  expect(text).toBe(
    'applied: standalone-crypto 0.1.0 --except CRYPTO_AES,crypto/krb5 --only crypto, 2026-01-02 03:04:05 UTC: 1 file edited, 2 added\n' +
      'changed since, so that revert will refuse:\n  Makefile\n',
  )
})

test('a long list is cut, and -v shows the rest', () => {
  const present = Array.from({ length: 30 }, (_, index) => `p${index}`)
  const state = { state: 'partial', recipe: 'r', present, missing: ['m'] } as const
  expect(treeStateText(state)).toContain('  p9\n  and 20 more (-v)\nmissing:\n  m\n')
  expect(treeStateText(state, { verbose: true })).toContain('  p29\n')
})

test('a tree that is half done says how to mend it', () => {
  const text = treeStateText({
    state: 'interrupted',
    doing: 'apply',
    recipe: 'r',
    version: '1',
    startedAt: '2026-01-02T03:04:05.678Z',
    remedy: 'apply it again',
  })
  expect(text).toBe('half done: apply of r 1, begun 2026-01-02 03:04:05 UTC, was cut off\napply it again\n')
})
