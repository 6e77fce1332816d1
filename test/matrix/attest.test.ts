// SPDX-License-Identifier: GPL-2.0-only
import { execFileSync, spawnSync } from 'node:child_process'
import { mkdir, readFile, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { beforeAll, expect, inject, test } from 'vitest'
import { kcarve } from '../kcarve.js'
import { offerCosign } from '../kernel/offer-cosign.js'
import { type StartedKernel, startedSmall, withWrapper } from '../started-kernel.js'

const env = { XDG_CACHE_HOME: inject('cacheHome') }
const folder = join(env.XDG_CACHE_HOME, 'attested')
const at = (name: string) => join(folder, name)
const BUNDLE = at('fips140.intoto.jsonl')
const attest = ['--attest', BUNDLE, '--attest-key', at('key.pem')]

let kernel: StartedKernel

const run = async (...args: string[]) => {
  const { exitCode, stdout, stderr } = await kcarve(args, { env })
  expect(exitCode, stderr).toBe(0)
  return stdout
}

beforeAll(async () => {
  await offerCosign(env.XDG_CACHE_HOME)
  await rm(folder, { recursive: true, force: true })
  await mkdir(folder, { recursive: true })
  const curve = ['-algorithm', 'EC', '-pkeyopt', 'ec_paramgen_curve:P-256']
  execFileSync('openssl', ['genpkey', ...curve, '-out', at('key.pem')])
  execFileSync('openssl', ['pkey', '-in', at('key.pem'), '-pubout', '-out', at('key.pub')])
  kernel = await startedSmall()
})

interface Line {
  readonly envelope: object
  readonly predicateType: string
  readonly subject: readonly { readonly name: string; readonly digest: { readonly sha256: string } }[]
}

const lines = async (bundle = BUNDLE): Promise<Line[]> =>
  (await readFile(bundle, 'utf8'))
    .trimEnd()
    .split('\n')
    .map(line => {
      const envelope = JSON.parse(line)
      return { envelope, ...JSON.parse(Buffer.from(envelope.payload, 'base64').toString()) }
    })

test('build, boots, proof, verification and verdict go into one bundle', async () => {
  await run('build', kernel.tree, ...withWrapper, ...attest, '--quiet')
  await run('boot', kernel.build, ...attest, '--quiet')
  await run('boot', kernel.build, '--fips', ...attest, '--quiet')
  await run('prove', kernel.tree, ...withWrapper, '--no-counts', ...attest, '--quiet')
  await run('archive', kernel.build, '-o', at('fips140.tar.zst'), '--quiet')
  await run('verify', at('fips140.tar.zst'), ...attest, '--quiet')
  await run('verify', kernel.image, ...attest, '--quiet')
  await run('reuse', at('fips140.tar.zst'), '--kernel', kernel.build, ...attest, '--quiet')
  const { intact, attestations } = JSON.parse(
    await run('verify', BUNDLE, '--public-key', at('key.pub'), '--json'),
  )
  expect(intact).toBe(true)
  expect(attestations.map(({ what, result }: { what: string; result: string }) => [what, result])).toEqual([
    ['build', null],
    ['boot', 'PASSED'],
    ['boot', 'PASSED'],
    ['prove', 'PASSED'],
    ['verify', 'intact'],
    ['verify', 'intact'],
    ['reuse', 'fits'],
  ])
})

test('cosign verifies each statement for the file that it is about, and for no other, and by no other key', async () => {
  const paths: Record<string, string> = {
    'fips140.ko': kernel.module,
    bzImage: kernel.image,
    'fips140.tar.zst': at('fips140.tar.zst'),
  }
  const cosign = (predicateType: string, file: string, key = at('key.pub')) =>
    spawnSync('cosign', [
      ...['verify-blob-attestation', '--key', key, '--signature', at('one.json')],
      ...['--insecure-ignore-tlog', '--type', predicateType, file],
    ]).status
  for (const { envelope, predicateType, subject } of await lines()) {
    await writeFile(at('one.json'), JSON.stringify(envelope))
    const named = subject.flatMap(({ name }) => paths[name] ?? [])
    expect(named).not.toEqual([])
    for (const file of named) expect(cosign(predicateType, file)).toBe(0)
    expect(cosign(predicateType, at('key.pub'))).not.toBe(0)
    expect(cosign('https://example.org/other', named[0] ?? '')).not.toBe(0)
  }
  execFileSync('openssl', ['genpkey', '-algorithm', 'ED25519', '-out', at('other.pem')])
  execFileSync('openssl', ['pkey', '-in', at('other.pem'), '-pubout', '-out', at('other.pub')])
  const [first] = await lines()
  await writeFile(at('one.json'), JSON.stringify(first?.envelope))
  expect(cosign(first?.predicateType ?? '', kernel.image, at('other.pub'))).not.toBe(0)
})

test('the ledger calls the kernel proven, and no more when a line is changed or another key is asked for', async () => {
  const sha256 = execFileSync('sha256sum', [kernel.module]).toString().slice(0, 64)
  await writeFile(at('certificates.yaml'), `certificates:\n  - number: "0"\n    module: "${sha256}"\n`)
  const ledger = async (key: string) => {
    const { exitCode, stdout } = await kcarve(['ledger', folder, '--public-key', at(key), '--json'], { env })
    return { exitCode, ...JSON.parse(stdout) }
  }
  expect(await ledger('key.pub')).toMatchObject({
    exitCode: 0,
    warnings: [],
    modules: [{ sha256, certificates: [{ number: '0' }], kernels: [{ state: 'proven', missing: [] }] }],
  })
  expect((await ledger('other.pub')).exitCode).toBe(1)
  const whole = await readFile(BUNDLE, 'utf8')
  const changed = whole.split('\n').map((line, index) => {
    if (index !== 2) return line
    const envelope = JSON.parse(line)
    const payload = Buffer.from(envelope.payload, 'base64').toString().replace('fips=1', 'fips=0')
    return JSON.stringify({ ...envelope, payload: Buffer.from(payload).toString('base64') })
  })
  await writeFile(BUNDLE, changed.join('\n'))
  const { exitCode, warnings } = await ledger('key.pub')
  expect(exitCode).toBe(1)
  expect(warnings).toMatchObject([
    { kind: 'not believed', text: `${BUNDLE}:3: its signature does not match its content` },
  ])
  await writeFile(BUNDLE, whole)
})

test('the same build gives the same statement, but for times, which SOURCE_DATE_EPOCH gives', async () => {
  const payloads: string[] = []
  for (const name of ['a', 'b']) {
    const bundle = at(`${name}.intoto.jsonl`)
    const again = { ...env, SOURCE_DATE_EPOCH: '1800000000' }
    const args = ['build', kernel.tree, ...withWrapper, '--attest', bundle, '--quiet']
    expect(await kcarve(args, { env: again })).toMatchObject({ exitCode: 0 })
    payloads.push(await readFile(bundle, 'utf8'))
  }
  expect(payloads[0]).toBe(payloads[1])
  expect(payloads[0]).toContain('"signatures":[]')
  expect(Buffer.from(JSON.parse(payloads[0] ?? '').payload, 'base64').toString()).toContain(
    '"finishedOn":"2027-01-15T08:00:00Z"',
  )
})
