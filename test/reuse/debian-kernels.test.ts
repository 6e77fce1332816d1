// SPDX-License-Identifier: GPL-2.0-only
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { describe, expect, test } from 'vitest'
import { isMadeWith, readBtf } from '../../src/formats/btf/index.js'
import { sectionData, sectionNamed } from '../../src/formats/elf/index.js'
import { must } from '../../src/formats/testing/must.js'
import { exportsOf, openImage } from '../../src/image/index.js'
import type { ReuseReport } from '../../src/reuse/index.js'
import { kcarve } from '../kcarve.js'
import { type DebianKernel, debianKernel } from './debian-kernel.js'
import { listedExports } from './listed-exports.js'

const VERSIONS = [
  '6.1.0-47',
  '6.1.0-50',
  '6.1.0-53',
  '6.1.0-55',
  '6.1.0-56',
  '6.12.107+deb12',
  '6.12.117+deb12',
]
const kernels = new Map<string, DebianKernel>()
for (const version of VERSIONS) {
  const kernel = await debianKernel(version)
  if (kernel !== undefined) kernels.set(version, kernel)
}

test('there are kernels to judge: the mirror has some of them, or the cache', () => {
  expect([...kernels.keys()], 'run apt-get update').not.toEqual([])
})

/** A test on kernels that is skipped, by its name, when the mirror has one of them no longer. */
function onKernels(
  title: string,
  versions: readonly string[],
  run: (...kernels: DebianKernel[]) => Promise<void>,
): void {
  const found = versions.flatMap(version => kernels.get(version) ?? [])
  test.skipIf(found.length < versions.length)(`${versions.join(', ')}: ${title}`, () => run(...found))
}

async function reuse(modules: readonly string[], kernel: string, ...more: string[]): Promise<ReuseReport> {
  const { stdout, stderr } = await kcarve(['reuse', ...modules, '--kernel', kernel, ...more, '--json'])
  expect(stdout, stderr).not.toBe('')
  return JSON.parse(stdout)
}

const moduleNamed = (report: ReuseReport, name: string) =>
  must(report.modules.find(module => module.name === name))

describe('what a vmlinuz tells', () => {
  onKernels('its exports are those of Module.symvers', ['6.1.0-47'], async kernel => {
    const image = await openImage(kernel.vmlinuz)
    const exported = image.elf === undefined ? [] : exportsOf(image.elf)
    const listed = await listedExports(join(kernel.headers, 'Module.symvers'))
    expect(exported).toHaveLength(10488)
    expect(exported).toEqual(listed)
  })

  onKernels(
    'BTF of gcm.ko was made with its own kernel only',
    ['6.1.0-47', '6.1.0-56'],
    async (own, other) => {
      const btfOf = async (path: string) => {
        const { elf } = await openImage(path)
        return sectionData(must(elf), must(sectionNamed(must(elf), '.BTF')))
      }
      const gcm = await btfOf(join(must(own.modules[0]), 'gcm.ko'))
      const right = readBtf(gcm, readBtf(await btfOf(own.vmlinuz)))
      expect(right.endId).toBe(100721)
      expect(isMadeWith(right)).toBe(true)
      expect(isMadeWith(readBtf(gcm, readBtf(await btfOf(other.vmlinuz))))).toBe(false)
    },
  )
})

describe('hard facts', () => {
  onKernels('242 CRCs differ, nothing is missing', ['6.1.0-47', '6.1.0-56'], async (from, to) => {
    const report = await reuse(from.modules, to.headers)
    expect(report).toMatchObject({
      verdict: 'not proven',
      totals: { modules: 115, breaks: 0, imports: 489, missing: 0, crcChanged: 242, refused: 115 },
    })
    expect(moduleNamed(report, 'gcm').crcs).toEqual({ changed: 23, compared: 47, total: 47 })
  })

  onKernels('66 CRCs differ in 33 modules', ['6.1.0-50', '6.1.0-53'], async (from, to) => {
    const { totals } = await reuse(from.modules, to.headers)
    expect(totals).toMatchObject({ modules: 115, breaks: 0, missing: 0, crcChanged: 66, refused: 33 })
  })

  onKernels(
    'struct module and the tables are compared with BTF',
    ['6.1.0-47', '6.1.0-56'],
    async (from, to) => {
      const { reasons } = await reuse(from.modules, to.vmlinuz)
      const facts = new Set(reasons.map(({ fact, effect }) => `${fact} ${effect}`))
      expect([...facts].sort()).toEqual([
        'btf differs',
        'compiled unseen',
        'crcs refused',
        'features unseen',
        'imports unseen',
      ])
    },
  )

  onKernels('21 imports are missing', ['6.1.0-56', '6.12.117+deb12'], async (from, to) => {
    const report = await reuse(from.modules, to.headers, '--baseline', from.headers)
    expect(report).toMatchObject({
      verdict: 'breaks',
      totals: { imports: 487, missing: 21, crcChanged: 254, refused: 115 },
    })
    const gcm = moduleNamed(report, 'gcm')
    const missing = gcm.findings.filter(({ fact, effect }) => fact === 'imports' && effect === 'breaks')
    expect(missing.map(({ text }) => text.split(' ')[0])).toEqual(['__kmalloc', 'kmalloc_trace'])
    expect(gcm.verdict).toBe('breaks')
  })

  onKernels('115 modules take 300 MB at most', ['6.1.0-47', '6.1.0-56'], async (from, to) => {
    const hook = fileURLToPath(new URL('./resource-usage.mjs', import.meta.url))
    for (const kernel of [to.headers, to.vmlinuz]) {
      const args = ['reuse', ...from.modules, '--kernel', kernel, '--quiet']
      const { stderr } = await kcarve(args, { env: { NODE_OPTIONS: `--import ${hook}` } })
      const usage = JSON.parse(must(/resource usage: (.*)/.exec(stderr)?.[1]))
      expect(usage.megabytes).toBeLessThan(300)
    }
  })
})

describe('with what Debian compiled for the other kernel as the witness', () => {
  const different = (report: ReuseReport) =>
    report.modules
      .filter(({ findings }) => findings.some(({ fact }) => fact === 'compiled'))
      .map(({ name }) => name)
      .sort()

  onKernels('all 115 fit', ['6.1.0-55', '6.1.0-56'], async (from, to) => {
    const report = await reuse(from.modules, to.headers, '--compiled', ...to.modules)
    expect(report).toMatchObject({ verdict: 'fits', totals: { modules: 115, fits: 115, crcChanged: 0 } })
  })

  onKernels('105 fit, and the others are named', ['6.1.0-47', '6.1.0-56'], async (from, to) => {
    const report = await reuse(from.modules, to.headers, '--compiled', ...to.modules)
    expect(report).toMatchObject({ verdict: 'not proven', totals: { fits: 105, breaks: 0, notProven: 10 } })
    expect(different(report)).toEqual([
      'af_alg',
      'algif_skcipher',
      'authencesn',
      'ccm',
      'crypto_user',
      'drbg',
      'ecc',
      'ecrdsa_generic',
      'jitterentropy_rng',
      'pcrypt',
    ])
  })

  onKernels('99 of 106 fit', ['6.12.107+deb12', '6.12.117+deb12'], async (from, to) => {
    const { totals } = await reuse(from.modules, to.headers, '--compiled', ...to.modules)
    expect(totals).toMatchObject({ modules: 106, fits: 99, breaks: 0, crcChanged: 248, refused: 106 })
  })

  onKernels(
    '112 and 108 are the same',
    ['6.1.0-47', '6.1.0-50', '6.1.0-53'],
    async (first, second, third) => {
      for (const [from, to, count] of [
        [first, second, 3],
        [second, third, 7],
      ] as const) {
        const report = await reuse(from.modules, to.headers, '--compiled', ...to.modules)
        expect(different(report)).toHaveLength(count)
      }
    },
  )

  onKernels(
    'what was compiled for a third kernel is no witness',
    ['6.1.0-47', '6.1.0-50', '6.1.0-56'],
    async (from, other, to) => {
      const report = await reuse(from.modules, to.headers, '--compiled', ...other.modules)
      expect(report).toMatchObject({ verdict: 'not proven', totals: { fits: 0 } })
    },
  )
})
