// SPDX-License-Identifier: GPL-2.0-only
import { execFileSync, spawnSync } from 'node:child_process'
import { constants, createPrivateKey, sign } from 'node:crypto'
import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { beforeAll, expect, test } from 'vitest'
import { scratch } from '../../formats/testing/scratch.js'
import { preAuthEncoding, sealed } from './envelope.js'
import { readPublicKey, readSigningKey } from './keys.js'
import { bundleOf } from './read-bundle.js'
import { fileOf } from './statement.js'
import { verifyStatement } from './statements/verdict-statement.js'

// openssl knows nothing of ours: it makes the keys and verifies what was signed.

const directory = scratch()
const at = (name: string) => join(directory, name)
const openssl = (...args: string[]) =>
  execFileSync('openssl', args, { cwd: directory, stdio: ['ignore', 'pipe', 'ignore'] })

const KEYS = {
  ec: ['-algorithm', 'EC', '-pkeyopt', 'ec_paramgen_curve:P-256'],
  ed: ['-algorithm', 'ED25519'],
  rsa: ['-algorithm', 'RSA', '-pkeyopt', 'rsa_keygen_bits:2048'],
} as const

const STATEMENT = verifyStatement({
  kcarve: '1',
  time: '2027-01-31T00:00:00Z',
  subjects: [fileOf('demo.ko', 'ab'.repeat(32), 'module')],
  reasons: [],
  intact: true,
  closed: true,
})

beforeAll(() => {
  for (const [name, args] of Object.entries(KEYS)) {
    openssl('genpkey', ...args, '-out', name)
    openssl('pkey', '-in', name, '-pubout', '-out', `${name}.pub`)
  }
})

/** What openssl says of a signature, computed from the envelope by the words of the specification alone. */
function isVerified(envelope: ReturnType<typeof sealed>, name: keyof typeof KEYS): boolean {
  const payload = Buffer.from(envelope.payload, 'base64')
  const type = envelope.payloadType
  const pae = `DSSEv1 ${type.length} ${type} ${payload.length} `
  writeFileSync(at('pae'), Buffer.concat([Buffer.from(pae), payload]))
  writeFileSync(at('sig'), Buffer.from(envelope.signatures[0]?.sig ?? '', 'base64'))
  const args =
    name === 'ed'
      ? ['pkeyutl', '-verify', '-pubin', '-inkey', 'ed.pub', '-rawin', '-in', 'pae', '-sigfile', 'sig']
      : ['dgst', '-sha256', '-verify', `${name}.pub`, '-signature', 'sig', 'pae']
  return spawnSync('openssl', args, { cwd: directory }).status === 0
}

test.each(['ec', 'ed', 'rsa'] as const)(
  'openssl verifies what a key of kind %s has signed, and nothing else',
  async name => {
    const envelope = sealed(STATEMENT, await readSigningKey(at(name)))
    expect(isVerified(envelope, name)).toBe(true)
    const payload = Buffer.from(envelope.payload, 'base64').toString().replace('PASSED', 'FAILED')
    expect(isVerified({ ...envelope, payload: Buffer.from(payload).toString('base64') }, name)).toBe(false)
    expect(isVerified({ ...envelope, payloadType: 'text/plain' }, name)).toBe(false)
  },
)

test('RSA signatures are read with either padding', async () => {
  const envelope = sealed(STATEMENT, undefined)
  const bytes = preAuthEncoding(envelope.payloadType, Buffer.from(envelope.payload, 'base64'))
  const key = createPrivateKey(readFileSync(at('rsa')))
  const padding = constants.RSA_PKCS1_PSS_PADDING
  const sig = sign('sha256', bytes, { key, padding, saltLength: 32 }).toString('base64')
  const line = JSON.stringify({ ...envelope, signatures: [{ sig }] })
  const keys = [await readPublicKey(at('rsa.pub'))]
  expect(bundleOf('b', line, { keys }).attestations).toMatchObject([{ signature: 'verified' }])
})

test('the same facts give the same bytes, and Ed25519 the same signature', async () => {
  const key = await readSigningKey(at('ed'))
  expect(sealed(STATEMENT, key)).toEqual(sealed(structuredClone(STATEMENT), key))
})
