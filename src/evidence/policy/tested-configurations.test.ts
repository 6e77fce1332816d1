// SPDX-License-Identifier: GPL-2.0-only
import { generateKeyPairSync } from 'node:crypto'
import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { scratch } from '../../formats/testing/scratch.js'
import { fileOf, readPublicKey, readSigningKey, sealed, testStatement, textOf } from '../attest/index.js'
import { attestedTests } from './tested-configurations.js'

const dir = scratch()
const [MODULE, OTHER] = ['ab'.repeat(32), 'cd'.repeat(32)]

function keyPair(name: string) {
  const pair = generateKeyPairSync('ec', { namedCurve: 'P-256' })
  const [key, pub] = [join(dir, `${name}.pem`), join(dir, `${name}.pub`)]
  writeFileSync(key, pair.privateKey.export({ type: 'pkcs8', format: 'pem' }))
  writeFileSync(pub, pair.publicKey.export({ type: 'spki', format: 'pem' }))
  return { key, pub }
}
const [own, another] = [keyPair('own'), keyPair('another')]

const statement = (module: string, role: 'module' | 'built module' = 'module') =>
  testStatement({
    command: 'boot',
    subjects: [fileOf('bzImage', '12'.repeat(32), 'image'), fileOf('fips140.ko', module, role)],
    configuration: [{ ...textOf('machine', 'x'), annotations: { emulator: 'QEMU emulator 7.2' } }],
    checks: [{ id: 'boots', title: 'boots', status: 'pass', evidence: ['6.12.0'], differences: [] }],
    ...{ time: '2026-01-02T03:04:05Z', arch: 'x86_64', release: '6.12.0', scenarios: ['fips=1'] },
  })
const signing = await readSigningKey(own.key)
const bundle = join(dir, 'evidence.intoto.jsonl')
const lines = [
  sealed(statement(MODULE), signing),
  sealed(statement(OTHER), signing),
  sealed(statement(MODULE, 'built module'), signing),
  sealed(statement(MODULE), undefined),
]
writeFileSync(bundle, lines.map(line => `${JSON.stringify(line)}\n`).join(''))

test('tests of exactly the module that was booted are told, with machine and command line', async () => {
  const { configurations, problems } = await attestedTests([bundle], MODULE)
  expect(problems).toEqual([])
  expect(configurations.map(({ line }) => line)).toEqual([1, 4])
  expect(configurations[0]).toMatchObject({
    ...{ release: '6.12.0', arch: 'x86_64', machine: 'QEMU emulator 7.2', scenarios: ['fips=1'] },
    ...{ result: 'PASSED', passed: 1, failed: 0 },
  })
})

test('with a key, what it has not signed does not count, and is told', async () => {
  const { configurations, problems } = await attestedTests([bundle], MODULE, [await readPublicKey(own.pub)])
  expect(configurations.map(({ line }) => line)).toEqual([1])
  expect(problems).toEqual([`${bundle}:4: it is not signed at all`])
  const wrong = await attestedTests([bundle], MODULE, [await readPublicKey(another.pub)])
  expect(wrong.configurations).toEqual([])
  expect(wrong.problems).toHaveLength(4)
})

test('a line that is damaged is a problem, and the others count', async () => {
  const damaged = join(dir, 'damaged.jsonl')
  writeFileSync(damaged, `{"payload":1}\n${JSON.stringify(lines[0])}\n`)
  const { configurations, problems } = await attestedTests([damaged], MODULE)
  expect(configurations).toHaveLength(1)
  expect(problems).toEqual([expect.stringContaining(`${damaged}:1: `)])
})
