// SPDX-License-Identifier: GPL-2.0-only
import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { makeServices } from '../../features/standalone-crypto/services/testing/make-services.js'
import { scratch } from '../../formats/testing/scratch.js'
import { cbomOf } from '../cbom/index.js'
import { cyclonedxProblems } from '../testing/valid-cyclonedx.js'
import { recordedBoots, withSubject } from './index.js'

const dir = scratch()
const { path } = await makeServices(dir)
const HMAC = 'ab'.repeat(32)
writeFileSync(`${path}.hmac`, `${HMAC} *crypto/fips140/fips140.ko\n`)

const sha256 = {
  ...{ name: 'sha256', driver: 'sha256-generic', module: 'fips140', priority: 100 },
  ...{ selftest: 'passed', internal: false, type: 'shash', approved: true },
}
const result = (boot: object) => ({
  schema: 'kcarve/boot/2',
  boots: [{ kernel: 'carved', scenario: '', algorithms: [sha256], ...boot }],
})
function kept(value: unknown): string {
  const file = join(scratch(), 'result.json')
  writeFileSync(file, typeof value === 'string' ? value : JSON.stringify(value))
  return file
}
const bootsIn = (value: unknown) => recordedBoots(kept(value), 'result.json')

test('a module by itself tells its algorithms, and what it does not tell', async () => {
  const subject = await withSubject(path, { boots: [] }, async each => each)
  expect(subject).toMatchObject({ kind: 'module', hmac: HMAC, objects: null })
  expect(subject.services.algorithms.map(({ driver }) => driver)).toContain('sha256-generic')
  expect(subject.unknown.join('\n')).toMatch(/no boot was given[\s\S]*objects and sources/)
  const bom = cbomOf(subject, { time: '2026-01-02T03:04:05Z', version: '0.1.0' })
  expect(await cyclonedxProblems(JSON.stringify(bom))).toBeNull()
})

test('the boots of carved kernels are read from the JSON of a run, or from the directory of its logs', async () => {
  const boots = await bootsIn(result({ module: { version: '1.0', hmac: HMAC } }))
  expect(boots).toMatchObject([{ hmac: HMAC, algorithms: [{ driver: 'sha256-generic', parameters: {} }] }])
  const directory = scratch()
  writeFileSync(join(directory, 'result.json'), JSON.stringify(result({})))
  expect(await recordedBoots(directory, 'result.json')).toHaveLength(1)
})

test('a boot of another module is refused', async () => {
  const boots = await bootsIn(result({ module: { version: '1.0', hmac: 'cd'.repeat(32) } }))
  await expect(withSubject(path, { boots }, async () => 1)).rejects.toThrow(
    `the boot is of another module: ${'cd'.repeat(32)}, this one has the digest ${HMAC}`,
  )
})

test.each([
  ['not JSON', '{', /result\.json: result at offset 0: not JSON/],
  [
    'another schema',
    { schema: 'kcarve/boot/9', boots: [] },
    /schema at offset 0: not what boot, start or prove print/,
  ],
  ['a field of another type', result({ scenario: 1 }), /boots\.0\.scenario at offset 0: /],
  ['a stock kernel only', result({ kernel: 'stock' }), /no boot of a carved kernel is in it/],
  ['no algorithms', result({ algorithms: [] }), /no boot of a carved kernel is in it/],
])('as a boot, %s is refused by name', async (_, value, message) => {
  await expect(bootsIn(value)).rejects.toThrow(message)
})

test.each([
  ['nothing', () => join(dir, 'nowhere'), /nowhere does not exist/],
  ['an empty directory', () => scratch(), /holds no kernel that has been built/],
  ['a device', () => '/dev/null', /is a character device/],
  ['another module', () => otherModule(), /not a module that kcarve has carved/],
])('of %s there is no evidence', async (_, place, message) => {
  await expect(withSubject(await place(), { boots: [] }, async () => 1)).rejects.toThrow(message)
})

async function otherModule(): Promise<string> {
  const { makeModule } = await import('../../image/testing/make-kernel.js')
  return makeModule(scratch(), { name: 'other' })
}
