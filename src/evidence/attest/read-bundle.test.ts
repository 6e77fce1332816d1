// SPDX-License-Identifier: GPL-2.0-only
import { execFileSync } from 'node:child_process'
import { generateKeyPairSync } from 'node:crypto'
import { chmod, readdir, readFile, stat, symlink, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { beforeAll, expect, test } from 'vitest'
import { scratch } from '../../formats/testing/scratch.js'
import { appendAttestation } from './append-attestation.js'
import { checkBundle } from './check-bundle.js'
import { PAYLOAD_TYPE, sealed } from './envelope.js'
import { type AttestationKey, readPublicKey, readSigningKey } from './keys.js'
import { TEST_RESULT } from './predicates.js'
import { bundleOf, readBundle } from './read-bundle.js'
import { fileOf, STATEMENT_TYPE, type Statement } from './statement.js'

const directory = scratch()
const at = (name: string) => join(directory, name)

const STATEMENT: Statement = {
  _type: STATEMENT_TYPE,
  subject: [fileOf('bzImage', 'ab'.repeat(32))],
  predicateType: TEST_RESULT,
  predicate: { result: 'PASSED', configuration: [] },
}
const lineOf = (statement: unknown, key?: AttestationKey) =>
  JSON.stringify(sealed(statement as Statement, key))

const PAIRS = {
  'ec.pem': () => generateKeyPairSync('ec', { namedCurve: 'P-256' }),
  'other.pem': () => generateKeyPairSync('ec', { namedCurve: 'P-256' }),
  'ed.pem': () => generateKeyPairSync('ed25519'),
  'rsa.pem': () => generateKeyPairSync('rsa', { modulusLength: 2048 }),
}

beforeAll(async () => {
  for (const [name, make] of Object.entries(PAIRS)) {
    const { privateKey, publicKey } = make()
    await writeFile(at(name), privateKey.export({ type: 'pkcs8', format: 'pem' }))
    await writeFile(at(`${name}.pub`), publicKey.export({ type: 'spki', format: 'pem' }))
  }
})

test.each(['ec.pem', 'ed.pem', 'rsa.pem'])(
  'what %s has signed its public key verifies, and no other',
  async name => {
    const key = await readSigningKey(at(name))
    const line = lineOf(STATEMENT, key)
    const own = await readPublicKey(at(`${name}.pub`))
    const other = await readPublicKey(at('other.pem.pub'))
    expect(own.keyid).toBe(key.keyid)
    expect(bundleOf('b', `${line}\n`, { keys: [other, own] })).toMatchObject({
      attestations: [{ line: 1, signature: 'verified', keyid: key.keyid, statement: STATEMENT }],
      problems: [],
    })
    expect(bundleOf('b', line, { keys: [other] })).toMatchObject({
      attestations: [],
      problems: [
        { file: 'b', line: 1, kind: 'other key', text: 'it is not signed by any of the given keys' },
      ],
    })
    expect(bundleOf('b', line)).toMatchObject({ attestations: [{ signature: 'unchecked' }] })
  },
)

test('a key id is what openssl makes of the public key', async () => {
  const der = execFileSync('openssl', ['pkey', '-pubin', '-in', at('ec.pem.pub'), '-outform', 'DER'])
  const [sum] = execFileSync('sha256sum', { input: der }).toString().split(' ')
  expect((await readPublicKey(at('ec.pem.pub'))).keyid).toBe(sum)
})

test('the key id is a hint: a signature is found without it, and not believed with it', async () => {
  const key = await readSigningKey(at('ec.pem'))
  const keys = [await readPublicKey(at('ec.pem.pub'))]
  const { payload, payloadType, signatures } = sealed(STATEMENT, key)
  const anonymous = { payload, payloadType, signatures: signatures.map(({ sig }) => ({ sig })) }
  expect(bundleOf('b', JSON.stringify(anonymous), { keys }).attestations).toHaveLength(1)
  const other = sealed(STATEMENT, await readSigningKey(at('other.pem')))
  const lying = { ...other, signatures: other.signatures.map(each => ({ ...each, keyid: key.keyid })) }
  expect(bundleOf('b', JSON.stringify(lying), { keys }).problems).toMatchObject([{ kind: 'wrong' }])
})

test('a line that was changed is told by its number, and the others are read', async () => {
  const key = await readSigningKey(at('ed.pem'))
  const keys = [await readPublicKey(at('ed.pem.pub'))]
  const good = lineOf(STATEMENT, key)
  const failed = { ...STATEMENT, predicate: { result: 'FAILED', configuration: [] } }
  const { payload } = sealed(failed, undefined)
  const changed = JSON.stringify({ ...JSON.parse(good), payload })
  expect(bundleOf('b', `${good}\n${changed}\n${good}\n`, { keys })).toMatchObject({
    attestations: [{ line: 1 }, { line: 3 }],
    problems: [{ line: 2, kind: 'wrong', text: 'its signature does not match its content' }],
  })
})

test.each([
  ['', 'the bundle is empty'],
  ['\n', 'not a DSSE envelope: not JSON'],
  [lineOf(STATEMENT).slice(0, -9), 'not a DSSE envelope: not JSON; the line has been cut short'],
  ['[]', /^not a DSSE envelope: /],
  ['{"payload":"","payloadType":1,"signatures":[]}', /^not a DSSE envelope: payloadType: /],
  [lineOf(STATEMENT).replace('"payload":"', '"payload":"!'), /^payload is not base64/],
  [lineOf('text'), /^not a statement: /],
  [lineOf({ ...STATEMENT, subject: [] }), /^not a statement: subject: /],
  [
    lineOf({ ...STATEMENT, subject: [{ digest: { sha256: 'XY' } }] }),
    /subject.0.digest.sha256: not a digest/,
  ],
  [lineOf({ ...STATEMENT, predicate: { result: 'GOOD', configuration: [] } }), /test-result.*: result: /],
  [lineOf({ ...STATEMENT, predicate: { result: 'PASSED', configuration: [{}] } }), /neither uri nor digest/],
])('a damaged line is a problem: %#', (text, problem) => {
  const { attestations, problems } = bundleOf('b', text)
  expect(attestations).toEqual([])
  expect(problems).toMatchObject([{ line: 1, kind: 'damaged', text: expect.stringMatching(problem) }])
})

test.each([
  [
    { ...JSON.parse(lineOf(STATEMENT)), payloadType: 'text/\u001b[2J' },
    /^payload type text\/\\u001b\[2J is not/,
  ],
  [
    JSON.parse(lineOf({ ...STATEMENT, _type: 'https://in-toto.io/Statement/v9' })),
    /^statement type .*v9 is not/,
  ],
  [
    JSON.parse(lineOf({ ...STATEMENT, predicateType: 'https://in-toto.io/x/v9' })),
    /^predicate type .*v9 is not/,
  ],
  [JSON.parse(lineOf({ ...STATEMENT, predicateType: '__proto__' })), /^predicate type __proto__ is not/],
])('what a later version may have written is unknown, not damaged: %#', (envelope, problem) => {
  expect(bundleOf('b', JSON.stringify(envelope)).problems).toMatchObject([
    { kind: 'unknown', text: expect.stringMatching(problem) },
  ])
})

test('with keys, what is not signed is a problem of the bundle', async () => {
  await writeFile(at('unsigned.jsonl'), `${lineOf(STATEMENT)}\n`)
  expect(await checkBundle(at('unsigned.jsonl'), [])).toMatchObject({ intact: true })
  const keys = [await readPublicKey(at('ec.pem.pub'))]
  expect(await checkBundle(at('unsigned.jsonl'), keys)).toMatchObject({
    intact: false,
    problems: [{ line: 1, text: 'it is not signed at all' }],
  })
})

test('what is no file of a bundle is refused without being read', async () => {
  execFileSync('mkfifo', [at('fifo')])
  await expect(readBundle(at('fifo'))).rejects.toThrow('is a FIFO')
  await expect(readBundle(directory)).rejects.toThrow('is a directory')
  await expect(readBundle(at('none'))).rejects.toThrow('no such file')
  execFileSync('truncate', ['-s', '65M', at('large')])
  await expect(readBundle(at('large'))).rejects.toThrow('at most 67108864 are read')
})

test('keys that cannot sign, or cannot verify, are refused by name', async () => {
  const refusals = [
    [() => readSigningKey(at('ec.pem.pub')), 'is a public key'],
    [() => readPublicKey(at('ec.pem')), 'is a private key; give the public one'],
    [() => readSigningKey(at('unsigned.jsonl')), 'is not a private key in PEM'],
    [() => readPublicKey(at('unsigned.jsonl')), 'is not a public key in PEM'],
  ] as const
  for (const [read, message] of refusals) await expect(read()).rejects.toThrow(message)
  const encrypted = generateKeyPairSync('ec', { namedCurve: 'P-256' }).privateKey
  const pem = encrypted.export({ type: 'pkcs8', format: 'pem', cipher: 'aes-256-cbc', passphrase: 'x' })
  await writeFile(at('encrypted.pem'), pem)
  await expect(readSigningKey(at('encrypted.pem'))).rejects.toThrow('encrypted with a passphrase')
  for (const pair of [
    generateKeyPairSync('rsa', { modulusLength: 1024 }),
    generateKeyPairSync('ec', { namedCurve: 'secp256k1' }),
    generateKeyPairSync('x25519'),
  ]) {
    await writeFile(at('odd.pem'), pair.privateKey.export({ type: 'pkcs8', format: 'pem' }))
    await expect(readSigningKey(at('odd.pem'))).rejects.toThrow('of a kind that kcarve does not sign with')
  }
})

test('attestations are appended whole, by many at a time, and none is lost', async () => {
  const bundle = at('many.jsonl')
  const envelopes = Array.from({ length: 12 }, (_, index) =>
    sealed({ ...STATEMENT, subject: [fileOf(`${index}`, 'ab')] }, undefined),
  )
  await Promise.all(envelopes.map(envelope => appendAttestation(bundle, envelope)))
  const { attestations, problems } = await readBundle(bundle)
  expect(problems).toEqual([])
  const names = attestations.map(({ statement }) => Number(statement.subject[0]?.name))
  expect(names.sort((a, b) => a - b)).toEqual([...envelopes.keys()])
  expect((await readdir(directory)).filter(name => /lock|partial/.test(name))).toEqual([])
})

test('a bundle keeps its mode, its link and a last line without line feed', async () => {
  await writeFile(at('real.jsonl'), lineOf(STATEMENT))
  await chmod(at('real.jsonl'), 0o640)
  await symlink('real.jsonl', at('link.jsonl'))
  await appendAttestation(at('link.jsonl'), sealed(STATEMENT, undefined))
  expect((await readFile(at('real.jsonl'), 'utf8')).split('\n')).toEqual([
    lineOf(STATEMENT),
    lineOf(STATEMENT),
    '',
  ])
  expect((await stat(at('real.jsonl'))).mode & 0o777).toBe(0o640)
})

test('an envelope holds the statement as the specifications spell it', () => {
  const { payload, ...rest } = sealed(STATEMENT, undefined)
  expect(rest).toEqual({ payloadType: PAYLOAD_TYPE, signatures: [] })
  expect(JSON.parse(Buffer.from(payload, 'base64').toString())).toEqual(STATEMENT)
})
