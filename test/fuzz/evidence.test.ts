// SPDX-License-Identifier: GPL-2.0-only
import { sealed } from '../../src/evidence/attest/envelope.js'
import { bundleOf } from '../../src/evidence/attest/read-bundle.js'
import { fileOf, type Statement } from '../../src/evidence/attest/statement.js'
import { testStatement } from '../../src/evidence/attest/statements/test-statement.js'
import { reuseStatement } from '../../src/evidence/attest/statements/verdict-statement.js'
import { factOf } from '../../src/evidence/ledger/fact.js'
import { makeLedger } from '../../src/evidence/ledger/make-ledger.js'
import { readNotes } from '../../src/evidence/ledger/notes.js'
import { fuzzText } from './harness/fuzz.js'

const SHA256 = 'ab'.repeat(32)
const [image, module] = [fileOf('bzImage', SHA256, 'image'), fileOf('fips140.ko', SHA256, 'module')]
const STATEMENTS: readonly Statement[] = [
  testStatement({
    ...{ command: 'boot', subjects: [image, module], configuration: [], time: '2027-01-31T00:00:00Z' },
    checks: [{ id: 'boots', title: 'boots', status: 'pass', evidence: ['x'], differences: [] }],
    ...{ arch: 'x86_64', release: '6.12.117', scenarios: [''] },
  }),
  reuseStatement({
    ...{ kcarve: '1', time: '2027-01-31T00:00:00Z', subjects: [module], reasons: ['breaks: x'] },
    ...{ verdict: 'breaks', accepted: false, kernel: { release: '6.12.117', arch: null, files: [image] } },
  }),
]
const ledgerOf = (bundle: string) => {
  const facts = bundleOf('b.jsonl', bundle).attestations.flatMap(attestation => factOf(attestation) ?? [])
  return makeLedger({
    ...{ directory: 'd', notesPath: null, notes: { certificates: [] }, time: '2027-01-31T00:00:00Z' },
    ...{ keys: [], facts, problems: [], files: 1, attestations: 1, signed: 0 },
  })
}

fuzzText('readBundle', [STATEMENTS.map(each => JSON.stringify(sealed(each, undefined))).join('\n')], ledgerOf)

// What is in an envelope, damaged before it is sealed.
fuzzText(
  'readStatement',
  STATEMENTS.map(each => JSON.stringify(each)),
  text =>
    ledgerOf(
      JSON.stringify({
        payload: Buffer.from(text).toString('base64'),
        payloadType: 'application/vnd.in-toto+json',
        signatures: [],
      }),
    ),
)

const NOTES = `certificates:
  - number: 4999
    module: ${SHA256}
    issued: 2027-01-31
kernels: [{release: 6.12.117}]
`
fuzzText('readNotes', [NOTES], text => readNotes(text, 'certificates.yaml'))
