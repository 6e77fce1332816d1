// SPDX-License-Identifier: GPL-2.0-only
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, inject, test } from 'vitest'
import type { Bom } from '../../src/evidence/cbom/index.js'
import { cyclonedxProblems } from '../../src/evidence/testing/valid-cyclonedx.js'
import { kcarve } from '../kcarve.js'
import { startedSmall } from '../started-kernel.js'

const env = { XDG_CACHE_HOME: inject('cacheHome'), SOURCE_DATE_EPOCH: '1767322800' }
const scratch = await mkdtemp(join(tmpdir(), 'kcarve-evidence-'))
const [boot, cbom, policy] = ['boot.json', 'fips140.cdx.json', 'policy'].map(name => join(scratch, name)) as [
  string,
  string,
  string,
]

type Component = Bom['components'][number]

interface Shown {
  readonly name: string
  readonly driver: string
  readonly module: string
  readonly selftest: string
  readonly approved: boolean | null
}
let build = ''
let shown: readonly Shown[] = []
let assets: readonly Component[] = []

beforeAll(async () => {
  const kernel = await startedSmall()
  build = kernel.build
  shown = JSON.parse(kernel.json).boots[0].algorithms
  await writeFile(boot, kernel.json)
})
afterAll(() => rm(scratch, { recursive: true, force: true }))

const property = ({ properties = [] }: Component, name: string) =>
  properties.find(each => each.name === `kcarve:${name}`)?.value
const assetOf = ({ name, driver }: Shown) =>
  assets.find(each => property(each, 'name') === name && property(each, 'driver') === driver)

test('the bill of materials is valid by the official schema, and the same again', async () => {
  const args = ['cbom', build, '--boot', boot, '--json', '-o']
  const { exitCode, stdout, stderr } = await kcarve([...args, cbom], { env })
  expect({ exitCode, differences: JSON.parse(stdout).differences }, stderr).toEqual({
    exitCode: 0,
    differences: [],
  })
  const text = await readFile(cbom, 'utf8')
  expect(await cyclonedxProblems(text)).toBeNull()
  assets = (JSON.parse(text) as Bom).components.filter(({ type }) => type === 'cryptographic-asset')
  await kcarve([...args, `${cbom}.again`], { env })
  expect(await readFile(`${cbom}.again`, 'utf8')).toBe(text)
})

test('every algorithm of /proc/crypto is in it, with what the boot showed', () => {
  expect(shown.length).toBeGreaterThan(100)
  expect(shown.filter(each => assetOf(each) === undefined)).toEqual([])
  const different = shown.filter(each => {
    const asset = assetOf(each)
    return (
      asset !== undefined &&
      (property(asset, 'module') !== each.module ||
        property(asset, 'self-test-result') !== each.selftest ||
        property(asset, 'seen-in-boot') !== 'yes')
    )
  })
  expect(different).toEqual([])
})

test('approved are exactly those that /proc/fips140 calls so, and their code is in the module', () => {
  const told = shown.filter(({ approved }) => approved !== null)
  const approved = told.filter(each => each.approved === true)
  expect(approved.length).toBeGreaterThan(50)
  const computed = told.filter(each => {
    const asset = assetOf(each)
    return asset !== undefined && property(asset, 'approved') === 'yes'
  })
  expect(computed).toEqual(approved)
  const outside = assets.filter(
    each => property(each, 'approved') === 'yes' && property(each, 'place') !== 'module',
  )
  expect(outside).toEqual([])
})

test('every object of the library is in a library, and every approved algorithm has its sources', async () => {
  const objects = (await readFile(join(build, 'crypto/fips140/fips140.mod'), 'utf8')).split(/\s+/)
  const { dependencies } = JSON.parse(await readFile(cbom, 'utf8')) as Bom
  const inLibraries = dependencies
    .filter(({ ref }) => ref.startsWith('library:'))
    .flatMap(each => each.dependsOn)
  const library = objects.filter(path => /^(?:arch\/\w+\/)?lib\//.test(path)).map(path => `object:${path}`)
  expect(library.length).toBeGreaterThan(5)
  expect(library.filter(object => !inLibraries.includes(object))).toEqual([])
  const approved = assets.filter(each => property(each, 'approved') === 'yes')
  expect(approved.filter(each => property(each, 'sources') === undefined)).toEqual([])
})

test('an archive and an image tell the same module, and say what they do not know', async () => {
  const archive = join(scratch, 'archive')
  await kcarve(['archive', build, '-o', archive], { env })
  const { module } = JSON.parse((await kcarve(['cbom', build, '--json', '-o', cbom], { env })).stdout)
  for (const path of [archive, join(build, 'vmlinux'), join(build, 'crypto/fips140/fips140.ko')]) {
    const file = `${cbom}.other`
    const { exitCode, stdout } = await kcarve(['cbom', path, '--json', '-o', file], { env })
    const report = JSON.parse(stdout)
    expect({ exitCode, module: report.module }).toEqual({ exitCode: 0, module })
    expect(report.notTold).not.toEqual([])
    expect(report.counts.approved).toBeGreaterThan(50)
    expect(await cyclonedxProblems(await readFile(file, 'utf8'))).toBeNull()
  }
})

test('the tables of a policy are written from the build, and claim nothing', async () => {
  const { exitCode, stdout, stderr } = await kcarve(
    ['policy', build, '--boot', boot, '-o', policy, '--json'],
    {
      env,
    },
  )
  expect(exitCode, stderr).toBe(0)
  for (const file of JSON.parse(stdout).files) {
    const text = await readFile(join(policy, file), 'utf8')
    expect(text).toContain('drbg_nopr_hmac_sha512')
    expect(text).not.toMatch(/\b(?:validated|validation|certified|certification|compliance)\b/i)
  }
  const { approved } = JSON.parse(stdout).counts
  const markdown = await readFile(join(policy, 'security-policy.md'), 'utf8')
  expect(markdown.match(/^\| .*\| `approved: /gm)).toHaveLength(approved)
  expect(markdown).toMatch(/\| `crypto\/drbg\.c` \| `kfree_sensitive` \|/)
  expect(markdown).toMatch(/\| `alg: self-tests for %s \(%s\) failed in/)
})
