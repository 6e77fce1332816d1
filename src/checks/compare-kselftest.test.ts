// SPDX-License-Identifier: GPL-2.0-only
import { expect, test } from 'vitest'
import { compareKselftest } from './compare-kselftest.js'

/** The console of a guest: what kselftest's runner prints, with lines of the kernel between. */
const ran = (...cases: readonly string[]) =>
  `KTAP version 1
1..2
ok 1 afalg
    KTAP version 1
    # TAP version 13
    # 1..${cases.length}
${cases.map((each, index) => `    # ${each.replace('N', `${index + 1}`)}`).join('\n')}
[   12.345678] tls: loaded
    ${cases.some(each => each.startsWith('not')) ? 'not ok 1 selftests: net: tls # exit=1' : 'ok 1 selftests: net: tls'}
    ok 2 2 selftests: kexec: test_kexec_load.sh # SKIP
    1..2
ok 2 kselftest
`

test('the same results are told by their number', () => {
  const both = ran('ok N tls.12_aes_gcm.sendfile', 'ok N tls.13_sm4.sendfile # SKIP no SM4')
  expect(compareKselftest(both, both)).toMatchObject({
    status: 'pass',
    evidence: ['4 results the same in both, 2 skipped, 0 failed'],
  })
})

test('a case that only one kernel passes, or runs, is a difference', () => {
  const stock = ran('ok N one', 'ok N two', 'ok N three')
  expect(compareKselftest(stock, ran('ok N one', 'not ok N two'))).toMatchObject({
    status: 'fail',
    differences: [
      'net: tls: fail, stock has pass',
      'net: tls: two: fail, stock has pass',
      'net: tls: three: did not run, stock has pass',
    ],
  })
})

test('what fails in both is told', () => {
  const both = ran('ok N one', 'not ok N two')
  expect(compareKselftest(both, both)).toMatchObject({
    status: 'pass',
    evidence: [
      '4 results the same in both, 1 skipped, 2 failed',
      'net: tls fails in both',
      'net: tls: two fails in both',
    ],
  })
})

test('where both skip all, nothing was shown', () => {
  const skipped =
    'KTAP version 1\n1..1\n    ok 1 selftests: kexec: a.sh # SKIP no bash\nok 1 kselftest # SKIP\n'
  expect(compareKselftest(skipped, skipped).status).toBe('skip')
})

test('a guest that ran none shows nothing', () => {
  expect(compareKselftest('', '').status).toBe('fail')
})
