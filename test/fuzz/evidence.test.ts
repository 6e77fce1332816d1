// SPDX-License-Identifier: GPL-2.0-only
import { cryptographyOf } from '../../src/evidence/capabilities/cryptography.js'
import { callsIn, panicsIn } from '../../src/evidence/policy/source-facts.js'
import { readBoots } from '../../src/evidence/subject/recorded-boots.js'
import { approvedNames } from '../../src/features/standalone-crypto/services/approved-list.js'
import { serviceFactsOf } from '../../src/features/standalone-crypto/services/index.js'
import { readStatusReport } from '../../src/features/standalone-crypto/services/status-report.js'
import { testedKeyBits } from '../../src/features/standalone-crypto/services/tested-key-bits.js'
import {
  makeServices,
  TEST_VECTORS,
  TESTMGR,
} from '../../src/features/standalone-crypto/services/testing/make-services.js'
import { readElf } from '../../src/formats/elf/index.js'
import { scratch } from '../../src/formats/testing/scratch.js'
import { fuzzBytes, fuzzText } from './harness/fuzz.js'
import { C_SOURCE } from './seeds/c-source.js'

const { module } = await makeServices(scratch())
fuzzBytes('serviceFactsOf', [module.bytes], bytes => serviceFactsOf({ module: readElf(bytes) }), {
  weight: 0.5,
})
fuzzBytes('approvedNames', [module.bytes], bytes => approvedNames(readElf(bytes)))

const FAILING = 'int f(void)\n{\n\tpanic("f: %d\\n",\n\t      1);\n\tmemzero_explicit(a, 1);\n}\n'
fuzzText('callsIn', [FAILING, C_SOURCE], text => callsIn(text, ['memzero_explicit']))
fuzzText('panicsIn', [FAILING, C_SOURCE], panicsIn)
fuzzText('testedKeyBits', [TESTMGR, TEST_VECTORS], text => testedKeyBits(text, text))

const STATUS =
  'name: fips140\nversion: 1.0\nhmac(sha256): abcd\napproved: sha256 sha256-generic\nnot approved: md5 md5\n'
fuzzText('readStatusReport', [STATUS], readStatusReport)
fuzzText('cryptographyOf', ['seqiv(rfc4106(gcm(aes)))', 'pkcs1pad(rsa,sha256)'], text =>
  cryptographyOf(text, text),
)

const BOOTS = JSON.stringify({
  schema: 'kcarve/boot/2',
  boots: [
    {
      ...{ kernel: 'carved', scenario: '', module: { version: '1.0', hmac: 'ab' } },
      algorithms: [
        {
          ...{ name: 'sha256', driver: 'sha256-generic', module: 'fips140', priority: 100, refcnt: 1 },
          ...{ selftest: 'passed', internal: false, fips: null, type: 'shash', approved: true },
          parameters: { digestsize: '32' },
        },
      ],
    },
  ],
})
fuzzText('readBoots', [BOOTS], readBoots)
