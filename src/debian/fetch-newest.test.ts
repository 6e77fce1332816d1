// SPDX-License-Identifier: GPL-2.0-only
import { expect, test } from 'vitest'
import { isUpstream, nearestOf, newestOf, offersIn } from './fetch-newest.js'

const MIRROR = 'http://deb.debian.org/debian'

test('the newest version is taken, from the most stable suite that holds it', () => {
  const lines = [
    `linux-source-6.12 | 6.12.118-1 | ${MIRROR} sid/main amd64 Packages`,
    `linux-source-6.12 | 6.12.118-1 | ${MIRROR}-security trixie-security/main amd64 Packages`,
    `linux-source-6.12 | 6.12.107-1 | ${MIRROR} trixie/main amd64 Packages`,
  ]
  expect(newestOf(offersIn(lines))).toEqual({ version: '6.12.118-1', suite: 'trixie-security' })
})

test('a package that no suite holds has no offer', () => {
  expect(newestOf(offersIn([]))).toBeUndefined()
  expect(newestOf(offersIn(['N: Unable to locate package linux-source-9.9']))).toBeUndefined()
})

const CONFIGS = offersIn(
  ['6.12.118-1 | X trixie-security', '6.12.117-1 | X trixie', '6.12.117-1~deb12u1 | X bookworm-security'].map(
    text => `linux-config-6.12 | ${text.replace('X', MIRROR)}/main amd64 Packages`,
  ),
)

test('the package of the kernel is taken, of the very source if that is known, or else the nearest', () => {
  const chosen = (version: string, debianVersion?: string) =>
    nearestOf(CONFIGS, { version, debianVersion })?.version
  expect(chosen('6.12.117')).toBe('6.12.117-1')
  expect(chosen('6.12.117', '6.12.117-1~deb12u1')).toBe('6.12.117-1~deb12u1')
  expect(chosen('6.12.117', '6.12.117-2')).toBe('6.12.117-1')
  expect(chosen('6.12.130-mine')).toBe('6.12.118-1')
  expect(chosen('6.12.0')).toBe('6.12.117-1')
  expect(nearestOf([], { version: '6.12.117' })).toBeUndefined()
})

test("Debian's versions are those of a kernel with a revision, and with a tilde before rc", () => {
  expect(isUpstream('6.12.117-1~deb12u1', '6.12.117')).toBe(true)
  expect(isUpstream('7.3~rc7-1~exp1', '7.3.0-rc7')).toBe(true)
  expect(isUpstream('7.2-1', '7.2.0')).toBe(true)
  expect(isUpstream('6.12.118-1', '6.12.117')).toBe(false)
})
