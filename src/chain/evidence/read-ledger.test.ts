// SPDX-License-Identifier: GPL-2.0-only
import { execFileSync } from 'node:child_process'
import { createHash } from 'node:crypto'
import { appendFileSync, cpSync, mkdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { beforeAll, beforeEach, expect, test } from 'vitest'
import { MANIFEST, MANIFEST_DIGEST, packArchive } from '../../archive/index.js'
import {
  type AttestationKey,
  fileOf,
  readPublicKey,
  reuseStatement,
  type Statement,
  testStatement,
  verifyStatement,
} from '../../evidence/attest/index.js'
import { scratch } from '../../formats/testing/scratch.js'
import { openAttester } from './attester.js'
import { readLedger } from './read-ledger.js'

const home = scratch()
const at = (name: string) => join(home, name)
const [OWN, OTHER] = ['own', 'other'].map(at) as [string, string]
const MODULE = 'c0'.repeat(32)
let evidence: string
let count = 0

beforeAll(() => {
  for (const key of [OWN, OTHER]) {
    execFileSync('openssl', ['genpkey', '-algorithm', 'ED25519', '-out', key])
    execFileSync('openssl', ['pkey', '-in', key, '-pubout', '-out', `${key}.pub`])
  }
})
beforeEach(() => {
  evidence = at(`evidence-${count++}`)
  mkdirSync(join(evidence, 'deep'), { recursive: true })
})

const subjects = [fileOf('bzImage', '10'.repeat(32), 'image'), fileOf('demo.ko', MODULE, 'module')]
const BOOTS = ['', 'fips=1'].map(scenario =>
  testStatement({
    ...{ command: 'boot', subjects, configuration: [], time: '2027-02-01T00:00:00Z', arch: 'x86_64' },
    checks: [{ id: 'boots', title: 'boots', status: 'pass', scenario, evidence: ['x'], differences: [] }],
    ...{ release: '6.12.118', scenarios: [scenario] },
  }),
)
const FITS = reuseStatement({
  ...{ kcarve: '1', time: '2027-02-01T00:00:00Z', subjects: subjects.slice(1), reasons: [], verdict: 'fits' },
  ...{ accepted: false, kernel: { release: '6.12.118', arch: 'x86_64', files: subjects.slice(0, 1) } },
})
const PROVEN = [...BOOTS, FITS]

async function attest(statements: readonly Statement[], attestKey?: string, name = 'deep/e.intoto.jsonl') {
  const said: string[] = []
  const attester = await openAttester({ attest: join(evidence, name), attestKey }, line => said.push(line))
  for (const statement of statements) await attester?.attest(statement)
  return said
}

const ledger = (keys: readonly AttestationKey[] = []) =>
  readLedger(evidence, { keys, signal: new AbortController().signal })
const note = (text = `certificates: [{number: 1, module: ${MODULE}}]`, name = 'certificates.yaml') =>
  writeFileSync(join(evidence, name), text)

/** An archive as far as it is checked: a module of a distribution, of which there is no digest to be checked. */
function makeArchive(directory: string, contents = 'module') {
  mkdirSync(join(directory, 'module'), { recursive: true })
  writeFileSync(join(directory, 'module/demo.ko'), contents)
  const sha256 = digestOf(contents)
  const manifest = {
    ...{ schema: 'kcarve/archive/1', kcarve: '1', kernel: { release: '6.12.117', config: sha256 } },
    modules: [
      {
        name: 'demo',
        version: '1.0',
        file: 'module/demo.ko',
        sha256,
        hmac: null,
        objects: ['a.o'],
        differs: null,
      },
    ],
    tools: { compiler: 'gcc', assembler: '1', linker: '1' },
    files: [{ path: 'module/demo.ko', role: 'module', size: contents.length, sha256 }],
    outside: [],
  }
  const text = JSON.stringify(manifest)
  writeFileSync(join(directory, MANIFEST), text)
  writeFileSync(join(directory, MANIFEST_DIGEST), `${digestOf(text)}  ${MANIFEST}\n`)
}
const digestOf = (text: string | Uint8Array) => createHash('sha256').update(text).digest('hex')

test('what is attested at any depth is proof, and who is not signed says so', async () => {
  note()
  expect(await attest(PROVEN)).toEqual(
    PROVEN.map(() => `attested in ${evidence}/deep/e.intoto.jsonl, NOT SIGNED (--attest-key signs)`),
  )
  const { warnings, modules, totals } = await ledger()
  expect(warnings).toEqual([])
  expect(totals).toMatchObject({ files: 1, attestations: 3, signed: 0 })
  expect(modules[0]?.kernels[0]).toMatchObject({ state: 'proven' })
  expect(modules[0]?.kernels[0]?.evidence[0]).toMatchObject({ line: 1, signature: 'unsigned' })
})

test('with a key only what it has signed counts', async () => {
  note()
  const [own, other] = [await readPublicKey(`${OWN}.pub`), await readPublicKey(`${OTHER}.pub`)]
  await attest(PROVEN, OWN)
  expect((await ledger([own])).warnings).toEqual([])
  expect((await ledger([other])).warnings.map(({ kind }) => kind)).toEqual([
    'no evidence',
    ...PROVEN.map(() => 'not believed'),
  ])
  await attest([FITS])
  expect((await ledger([other, own])).warnings).toEqual([
    { kind: 'not believed', text: `${evidence}/deep/e.intoto.jsonl:4: it is not signed at all` },
  ])
})

test('a line that was changed, or cut, is told by file and line, and the others count', async () => {
  note()
  await attest(PROVEN, OWN)
  const path = join(evidence, 'deep/e.intoto.jsonl')
  const text = readFileSync(path, 'utf8')
  const lines = text.split('\n')
  const envelope = JSON.parse(lines[1] ?? '')
  const payload = Buffer.from(envelope.payload, 'base64').toString().replace('6.12.118', '6.12.119')
  lines[1] = JSON.stringify({ ...envelope, payload: Buffer.from(payload).toString('base64') })
  writeFileSync(path, lines.join('\n'))
  const keys = [await readPublicKey(`${OWN}.pub`)]
  expect((await ledger(keys)).warnings).toEqual([
    { kind: 'no proof', text: expect.stringMatching(/: no boot with fips=1 that passes its checks$/) },
    { kind: 'not believed', text: `${path}:2: its signature does not match its content` },
  ])
  writeFileSync(path, text.slice(0, -20))
  expect((await ledger(keys)).warnings.at(-1)).toMatchObject({
    kind: 'damaged',
    text: expect.stringMatching(/e\.intoto\.jsonl:3: .*cut short$/),
  })
})

test('an archive is checked file by file, packed or not, and says what it holds', async () => {
  makeArchive(join(evidence, 'a'))
  await packArchive(join(evidence, 'a'), join(evidence, 'a.tar.zst'))
  const { modules, warnings } = await ledger()
  expect(warnings).toEqual([])
  expect(modules).toMatchObject([{ sha256: digestOf('module'), names: ['demo 1.0'] }])
  expect(modules[0]?.evidence).toMatchObject(
    [{ file: `${evidence}/a.tar.zst` }, { file: `${evidence}/a` }].reverse(),
  )
  writeFileSync(join(evidence, 'a/module/demo.ko'), 'mOdule')
  appendFileSync(join(evidence, 'a.tar.zst'), 'x')
  expect((await ledger()).warnings).toMatchObject([
    { kind: 'damaged', text: `${evidence}/a is not as it was written: module/demo.ko has been changed` },
    { kind: 'damaged', text: expect.stringContaining(`${evidence}/a.tar.zst`) },
  ])
})

test('an archive that is another than the one attested by its name is told', async () => {
  makeArchive(at('archived'))
  const packed = join(evidence, 'demo-1.0.tar.zst')
  await packArchive(at('archived'), packed)
  const about = (sha256: string) =>
    verifyStatement({
      ...{ kcarve: '1', time: '2027-02-01T00:00:00Z', reasons: [], intact: true, closed: true },
      subjects: [fileOf('demo-1.0.tar.zst', sha256, 'archive')],
    })
  await attest([about('ab'.repeat(32))], OWN)
  expect((await ledger()).warnings).toEqual([
    {
      kind: 'damaged',
      text: `${packed} is not the archive of this name that ${evidence}/deep/e.intoto.jsonl:1 is about`,
    },
  ])
  await attest([about(digestOf(readFileSync(packed)))], OWN)
  expect((await ledger([await readPublicKey(`${OWN}.pub`)])).warnings).toEqual([])
  // With a key an archive needs a signed statement.
  rmSync(join(evidence, 'deep/e.intoto.jsonl'))
  expect((await ledger([await readPublicKey(`${OWN}.pub`)])).warnings).toEqual([
    { kind: 'not believed', text: `${packed}: no signed attestation is about it` },
  ])
})

test('links and special files are not read, nor is what a manifest leads out of its archive', async () => {
  symlinkSync('/dev/zero', join(evidence, 'zero.intoto.jsonl'))
  execFileSync('mkfifo', [join(evidence, 'fifo.intoto.jsonl')])
  symlinkSync('/', join(evidence, 'root'))
  makeArchive(join(evidence, 'linked'))
  cpSync(join(evidence, 'linked'), join(evidence, 'fifo'), { recursive: true })
  writeFileSync(at('outside.ko'), 'module')
  for (const archive of ['linked', 'fifo']) rmSync(join(evidence, archive, 'module/demo.ko'))
  symlinkSync(at('outside.ko'), join(evidence, 'linked/module/demo.ko'))
  execFileSync('mkfifo', [join(evidence, 'fifo/module/demo.ko')])
  const { warnings } = await ledger()
  expect(warnings.map(({ text }) => text.slice(evidence.length + 1))).toEqual([
    'fifo.intoto.jsonl is a link or no regular file, and was not read',
    'zero.intoto.jsonl is a link or no regular file, and was not read',
    'fifo is not as it was written: module/demo.ko is no file of its own',
    'linked is not as it was written: module/demo.ko is no file of its own',
  ])
})

test('a bundle that is too large and a manifest of the future are told, and the rest is read', async () => {
  note()
  await attest(PROVEN)
  execFileSync('truncate', ['-s', '1T', join(evidence, 'large.jsonl')])
  makeArchive(join(evidence, 'future'))
  const path = join(evidence, 'future', MANIFEST)
  writeFileSync(path, readFileSync(path, 'utf8').replace('archive/1', 'archive/9'))
  const { warnings, modules } = await ledger()
  expect(warnings.map(({ kind, text }) => `${kind} ${text.slice(evidence.length + 1)}`)).toEqual([
    expect.stringMatching(/^damaged large\.jsonl has 1099511627776 bytes/),
    expect.stringMatching(/^damaged future\/manifest\.json: manifest\.json\.schema/),
  ])
  expect(modules[0]?.kernels[0]?.state).toBe('proven')
})

test('notes are there once, or named', async () => {
  note()
  note('{"certificates": []}', 'certificates.json')
  await expect(ledger()).rejects.toThrow('holds notes twice')
  await expect(readLedger(at('none'), { keys: [], signal: new AbortController().signal })).rejects.toThrow(
    'is not a directory',
  )
})

test('nothing is attested into what is no bundle, or a damaged one, and nothing without a file', async () => {
  const open = (attestTo: string | undefined, attestKey?: string) =>
    openAttester({ attest: attestTo, attestKey }, () => {})
  const damaged = join(evidence, 'x.jsonl')
  writeFileSync(damaged, 'text\n')
  await expect(open(damaged)).rejects.toThrow(`${damaged}:1: not a DSSE envelope: not JSON`)
  await expect(open(join(evidence, 'x.txt'))).rejects.toThrow('is named NAME.intoto.jsonl')
  await expect(open(join(evidence, 'none/x.jsonl'))).rejects.toThrow('none is not a directory')
  await expect(open(undefined, OWN)).rejects.toThrow('name the file')
  await expect(open(join(evidence, 'y.jsonl'), `${OWN}.pub`)).rejects.toThrow('is a public key')
  expect(await open(undefined)).toBeUndefined()
})
