// SPDX-License-Identifier: GPL-2.0-only
import { expect, test } from 'vitest'
import { newestOffer } from './fetch-newest.js'

const MIRROR = 'http://deb.debian.org/debian'

test('the newest version is taken, from the most stable suite that holds it', () => {
  const lines = [
    `linux-source-6.12 | 6.12.118-1 | ${MIRROR} sid/main amd64 Packages`,
    `linux-source-6.12 | 6.12.118-1 | ${MIRROR}-security trixie-security/main amd64 Packages`,
    `linux-source-6.12 | 6.12.107-1 | ${MIRROR} trixie/main amd64 Packages`,
  ]
  expect(newestOffer(lines)).toEqual({ version: '6.12.118-1', suite: 'trixie-security' })
})

test('a package that no suite holds has no offer', () => {
  expect(newestOffer([])).toBeUndefined()
  expect(newestOffer(['N: Unable to locate package linux-source-9.9'])).toBeUndefined()
})
