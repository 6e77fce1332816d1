// SPDX-License-Identifier: GPL-2.0-only
import { expect, test } from 'vitest'
import type { Check } from '../../checks/check.js'
import { sealed } from '../attest/envelope.js'
import { bundleOf } from '../attest/read-bundle.js'
import { fileOf, type Role, type Statement } from '../attest/statement.js'
import { buildStatement } from '../attest/statements/build-statement.js'
import { testStatement } from '../attest/statements/test-statement.js'
import { reuseStatement, verifyStatement } from '../attest/statements/verdict-statement.js'
import { type Fact, factOf } from './fact.js'
import { makeLedger } from './make-ledger.js'
import type { LedgerNotes } from './notes.js'

const digest = (byte: string) => byte.repeat(32)
const [CERTIFIED, OTHER] = [digest('c0'), digest('d0')]
const module = (sha256 = CERTIFIED) => fileOf('demo.ko', sha256, 'module')
const image = (byte: string) => fileOf('bzImage', digest(byte), 'image')

const time = (minute: number) => `2027-02-01T00:${String(minute).padStart(2, '0')}:00Z`

const build = (byte: string, release: string, sha256 = CERTIFIED): Statement =>
  buildStatement({
    kcarve: '1',
    startedOn: time(0),
    finishedOn: time(0),
    subjects: [image(byte), module(sha256), fileOf('vmlinux', digest(`${byte[0]}f`), 'vmlinux')],
    parameters: { kernel: `Linux ${release}`, release, arch: 'x86_64', config: 'small', carved: true },
    environment: {},
    dependencies: [],
    byproducts: [fileOf('Module.symvers', digest(`${byte[0]}e`))],
  })

interface BootOf {
  readonly scenario?: string
  readonly minute?: number
  readonly status?: Check['status']
  readonly sha256?: string
  readonly id?: string
}
const boot = (
  byte: string,
  release: string,
  { scenario = '', minute = 1, status = 'pass', sha256 = CERTIFIED, id = 'boots' }: BootOf = {},
) =>
  testStatement({
    command: 'boot',
    subjects: [image(byte), module(sha256)],
    configuration: [],
    checks: [{ id, title: 'boots', status, scenario, evidence: ['x'], differences: [] }],
    time: time(minute),
    arch: 'x86_64',
    release,
    scenarios: [scenario],
  })
const bothBoots = (byte: string, release: string, more: BootOf = {}) => [
  boot(byte, release, more),
  boot(byte, release, { ...more, scenario: 'fips=1' }),
]

interface Judged {
  readonly verdict?: string
  readonly files?: readonly (readonly [name: string, byte: string, role?: Role])[]
  readonly release?: string
  readonly minute?: number
}
const reuse = ({
  verdict = 'fits',
  files = [['bzImage', '20', 'image']],
  release = '6.12.118',
  minute = 2,
}: Judged = {}) =>
  reuseStatement({
    kcarve: '1',
    time: time(minute),
    subjects: [module()],
    reasons: [],
    verdict,
    accepted: false,
    kernel: {
      release,
      arch: 'x86_64',
      files: files.map(([name, byte, role]) => fileOf(name, digest(byte), role)),
    },
  })

const NOTES: LedgerNotes = {
  certificates: [{ number: '4999', module: CERTIFIED, issued: '2027-01-31', sunset: '2032-01-30' }],
}

function ledger(statements: readonly Statement[], notes: LedgerNotes = NOTES) {
  const text = statements.map(statement => JSON.stringify(sealed(statement, undefined))).join('\n')
  const { attestations, problems } = bundleOf('e.intoto.jsonl', text)
  expect(problems).toEqual([])
  return ledgerOf(
    attestations.flatMap(attestation => factOf(attestation) ?? []),
    notes,
  )
}
const ledgerOf = (facts: readonly Fact[], notes: LedgerNotes) =>
  makeLedger({
    ...{ directory: 'd', notesPath: 'n', notes, time: time(9), keys: [], facts, problems: [] },
    ...{ files: 1, attestations: facts.length, signed: 0 },
  })
const kinds = ({ warnings }: ReturnType<typeof ledger>) => warnings.map(({ kind }) => kind)

test('a kernel that was built with the module, and boots in both modes, is proven', () => {
  const made = ledger([build('10', '6.12.117'), ...bothBoots('10', '6.12.117')])
  expect(made.warnings).toEqual([])
  expect(made.modules).toMatchObject([
    {
      sha256: CERTIFIED,
      names: ['demo.ko'],
      certificates: [{ number: '4999', issued: '2027-01-31', sunset: '2032-01-30' }],
      kernels: [
        {
          image: digest('10'),
          release: '6.12.117',
          arch: 'x86_64',
          carries: true,
          inUse: true,
          state: 'proven',
          missing: [],
          evidence: [
            { text: 'built with it', file: 'e.intoto.jsonl', line: 1, signature: 'unsigned' },
            { text: 'boot PASSED', line: 2 },
            { text: 'boot fips=1 PASSED', line: 3 },
          ],
        },
      ],
    },
  ])
})

test('of two modules and three kernels, the one without proof and the one with another binary are told', () => {
  const made = ledger([
    build('10', '6.12.117'),
    ...bothBoots('10', '6.12.117'),
    boot('20', '6.12.118'),
    build('30', '7.2.1', OTHER),
    ...bothBoots('30', '7.2.1', { sha256: OTHER }),
  ])
  expect(made.totals).toMatchObject({ modules: 2, certificates: 1, kernels: 3 })
  expect(made.warnings).toEqual([
    {
      kind: 'other module',
      text: 'kernel 7.2.1 x86_64 (image 303030303030…) carries module d0d0d0d0d0d0…, for which no certificate is noted',
    },
    {
      kind: 'no proof',
      text: 'kernel 6.12.118 x86_64 (image 202020202020…), module c0c0c0c0c0c0…: no verdict that the module fits it; no boot with fips=1 that passes its checks',
    },
  ])
})

test('a kernel that was built with another module needs the verdict that this one fits', () => {
  const boots = bothBoots('20', '6.12.118')
  expect(kinds(ledger([...boots, reuse()]))).toEqual([])
  for (const verdict of ['not proven', 'to accept']) {
    const made = ledger([...boots, reuse({ verdict })])
    expect(made.modules[0]?.kernels[0]?.missing).toEqual([`the verdict is: ${verdict}`])
  }
  expect(kinds(ledger([...boots, reuse({ verdict: 'breaks' })]))).toEqual(['contradicted'])
})

test('the newest counts: a boot that failed and passes now, and the other way round', () => {
  const failed = (minute: number) => boot('10', '6.12.117', { status: 'fail', minute })
  const all = [build('10', '6.12.117'), ...bothBoots('10', '6.12.117', { minute: 5 })]
  expect(kinds(ledger([failed(4), ...all]))).toEqual([])
  const made = ledger([...all, failed(6)])
  expect(made.warnings).toEqual([
    {
      kind: 'contradicted',
      text: 'kernel 6.12.117 x86_64 (image 101010101010…): evidence about module c0c0c0c0c0c0… says no: boot FAILED (e.intoto.jsonl:4)',
    },
  ])
  // At the same time, what says no counts.
  expect(kinds(ledger([failed(5), ...all]))).toEqual(['contradicted'])
})

test('a boot that was to panic, and did, proves no boot', () => {
  const panics = bothBoots('10', '6.12.117', { id: 'panics' })
  const [pair] = ledger([build('10', '6.12.117'), ...panics]).modules[0]?.kernels ?? []
  expect(pair?.missing).toEqual([
    'no boot that passes its checks',
    'no boot with fips=1 that passes its checks',
  ])
})

test('a module that is judged for a kernel, and not seen in it, is not called carried', () => {
  const made = ledger([reuse()])
  expect(made.modules[0]?.kernels).toMatchObject([{ carries: false, state: 'unproven' }])
  expect(made.modules[0]?.kernels[0]?.missing[0]).toBe('nothing says that its image carries this module')
})

test('a verdict on vmlinux is one on the image that was made of it', () => {
  const onVmlinux = reuse({ files: [['vmlinux', '1f', 'vmlinux']], release: '6.12.117' })
  const made = ledger([onVmlinux, build('10', '6.12.117')])
  expect(made.totals.kernels).toBe(1)
  expect(made.modules[0]?.kernels[0]?.evidence).toHaveLength(2)
})

test('a verdict on headers is one on kernels of their release, and says so, unless their exports differ', () => {
  const all = [...bothBoots('20', '6.12.118')]
  const headers = (byte: string, release = '6.12.118') =>
    reuse({ files: [['Module.symvers', byte]], release })
  const made = ledger([...all, headers('77')])
  expect(made.modules[0]?.kernels).toMatchObject([{ state: 'proven' }])
  expect(made.modules[0]?.kernels[0]?.evidence.at(-1)).toMatchObject({ text: 'fits', by: 'release' })
  const built = [build('20', '6.12.118', OTHER), ...all]
  expect(ledger([...built, headers('2e')]).totals.kernels).toBe(1)
  expect(ledger([...built, headers('77')]).totals.kernels).toBe(2)
  expect(ledger([...built, headers('2e', '6.12.119')]).totals.kernels).toBe(2)
})

test('what is noted and not found is told, and only kernels in use are asked for proof', () => {
  const notes: LedgerNotes = {
    certificates: [{ number: '5000', module: OTHER, sunset: '2027-01-31' }],
    kernels: [{ release: '6.12.117' }, { release: '9.9' }, { image: digest('20') }],
  }
  const made = ledger([boot('30', '7.2.1'), reuse(), boot('10', '6.12.117')], notes)
  expect(made.warnings.map(({ kind, text }) => `${kind}: ${text}`)).toEqual([
    expect.stringMatching(/^other module: kernel 6\.12\.117 .*no certificate/),
    expect.stringMatching(/^no proof: kernel 6\.12\.117 /),
    'no evidence: certificate 5000: nothing was found about module d0d0d0d0d0d0…',
    'no evidence: kernel 9.9 is in use, and nothing was found about it',
    expect.stringMatching(/^no evidence: kernel 6\.12\.118 .* nothing says which module it carries$/),
    'sunset: certificate 5000: its sunset date, 2027-01-31, has passed',
  ])
})

test('a module of which only the file was verified has evidence, and no kernel', () => {
  const verify = (intact: boolean) =>
    verifyStatement({ kcarve: '1', time: time(1), subjects: [module()], reasons: [], intact, closed: true })
  expect(ledger([verify(true)]).modules).toMatchObject([
    { evidence: [{ text: 'intact', answer: 'yes' }], kernels: [] },
  ])
  expect(kinds(ledger([verify(false)]))).toEqual(['contradicted'])
})
