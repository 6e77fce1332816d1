// SPDX-License-Identifier: GPL-2.0-only
import { expect, test } from 'vitest'
import type { ImportedSymbol } from '../boundary/boundary.js'
import { approvedServicesCheck } from './approved-services.js'

const REPORT = `name: fips140
approved: sha256 sha256-generic
approved: hmac(sha256) hmac(sha256-generic)
approved: stdrng drbg_nopr_ctr_aes128
not approved: md5 md5-generic
`

function importNeededBy(...neededBy: string[]): ImportedSymbol {
  return {
    name: 'sha256_update',
    kind: 'function',
    definedIn: 'lib/crypto/sha256.o',
    class: 'cryptography',
    because: null,
    users: [],
    neededBy,
  }
}

test('a service whose code is all inside may be called approved', () => {
  const check = approvedServicesCheck(REPORT, { imports: [importNeededBy()] })
  expect(check).toMatchObject({ status: 'pass', evidence: ['3 approved, 1 not'] })
})

test('a service that needs code outside is no approved one, nor what is made of it', () => {
  const check = approvedServicesCheck(REPORT, { imports: [importNeededBy('sha256-generic', 'drbg')] })
  expect(check.status).toBe('fail')
  expect(check.differences).toEqual([
    'sha256 (sha256-generic) is called approved: code of sha256-generic is outside',
    'hmac(sha256) (hmac(sha256-generic)) is called approved: code of sha256-generic is outside',
    'stdrng (drbg_nopr_ctr_aes128) is called approved: code of drbg is outside',
  ])
})

test('a list that is too short, or none, is told', () => {
  const short = REPORT.replace('approved: sha256', 'not approved: sha256')
  expect(approvedServicesCheck(short, { imports: [] }).differences).toEqual([
    'sha256 is not called approved, though all its code is inside',
  ])
  expect(approvedServicesCheck(short, { imports: [importNeededBy('sha256-generic')] }).differences).toEqual([
    'hmac(sha256) (hmac(sha256-generic)) is called approved: code of sha256-generic is outside',
  ])
  expect(approvedServicesCheck('', { imports: [] }).status).toBe('fail')
})
