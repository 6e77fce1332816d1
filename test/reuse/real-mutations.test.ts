// SPDX-License-Identifier: GPL-2.0-only
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { rm } from 'node:fs/promises'
import { basename, join } from 'node:path'
import { beforeAll, describe, expect, test } from 'vitest'
import { type ArchiveManifest, writeShippedArchive } from '../../src/archive/index.js'
import { cacheDirectory } from '../../src/core/cache-directory.js'
import { must } from '../../src/formats/testing/must.js'
import { judgeModules, openKernel, openModules, type ReuseReport, recompile } from '../../src/reuse/index.js'
import { type ChangedKernel, changedKernel, type Edit, OWN } from './changed-kernel.js'
import { debianHeaders, debianKernel, debianSources } from './debian-kernel.js'
import { CHANGES } from './kernel-changes.js'

// Modules as Debian ships them, and the headers of their own kernel with one thing changed: nothing but that can make them
// break, and all that it breaks has to be told, with the cause.

const own = await debianKernel('6.1.0-47')
const headers = await debianHeaders('6.1.0-47')
const sources = await debianSources('linux-source-6.1', '6.1.170-3')
const isThere = [own, headers, sources].every(each => each !== undefined)

const MODULES = [
  'crypto/af_alg',
  'crypto/algif_hash',
  'crypto/authenc',
  'crypto/cryptd',
  'crypto/crypto_user',
  'crypto/drbg',
  'crypto/essiv',
  'crypto/gcm',
  'crypto/pcrypt',
  'arch/x86/crypto/ghash-clmulni-intel',
]
const work = join(cacheDirectory(), 'mutations-test')
const [archive, cache] = [join(work, 'archive'), join(work, 'cache')]

describe.skipIf(!isThere)('6.1.0-47, linux-source-6.1 6.1.170-3: one change of the kernel', () => {
  let kernel: ChangedKernel
  let manifest: ArchiveManifest
  let modules: readonly string[]

  beforeAll(async () => {
    await rm(work, { recursive: true, force: true })
    const tree = join(must(must(own).modules[0]), '..')
    modules = MODULES.map(name => join(tree, `${name}.ko`))
    const options = { headers: must(headers), sources: must(sources) }
    const written = await writeShippedArchive(modules, archive, '0', options)
    expect(written.leftOut).toEqual([])
    manifest = written.manifest
    kernel = changedKernel(must(headers), join(work, 'kernel'))
  })

  /** Judges the modules by all facts; what is kept of other kernels may be used, as it would be. */
  async function judge(edits: readonly Edit[], paths = modules): Promise<ReuseReport> {
    return kernel.whileChanged(edits, async () => {
      const recompiled = await recompile(archive, manifest, kernel.headers, { cache })
      const changedOnly = await recompile(archive, manifest, kernel.headers, { cache, changedOnly: true })
      expect(changedOnly).toEqual(recompiled)
      return judgeModules(await openModules(paths), await openKernel(kernel.headers), { recompiled })
    })
  }

  /** By module, what is told of why it breaks, with plain quotes. */
  const told = ({ modules: judged }: ReuseReport): Record<string, string> =>
    Object.fromEntries(
      judged
        .filter(({ verdict }) => verdict !== 'fits')
        .map(({ name, findings }) => {
          const texts = findings.filter(({ effect }) => effect === 'breaks').map(({ text }) => text)
          return [name, texts.join('\n').replace(/[‘’]/g, "'")]
        }),
    )

  test('nothing: all fit', async () => {
    expect(told(await judge([]))).toEqual({})
  })

  test.each(CHANGES.map(change => [change.title, change] as const))('%s', async (_, { edits, breaks }) => {
    const report = await judge(edits)
    const expected = Object.entries(breaks).map(([name, text]) => [name, expect.stringContaining(text)])
    expect(told(report)).toEqual(Object.fromEntries(expected))
    const count = Object.keys(breaks).length
    expect(report).toMatchObject({
      verdict: count === 0 ? 'fits' : 'breaks',
      totals: { fits: MODULES.length - count, breaks: count, notProven: 0 },
    })
  })

  test('what is kept makes no difference', async () => {
    const [change] = CHANGES.filter(({ title }) => title === 'a member at the end of an embedded struct')
    const { differences } = await kernel.whileChanged(must(change).edits, async () => {
      const fresh = await recompile(archive, manifest, kernel.headers)
      expect(await recompile(archive, manifest, kernel.headers, { cache })).toEqual(fresh)
      return must(fresh.get('pcrypt'))
    })
    expect(differences).toHaveLength(1)
  })

  test('an export for GPL modules breaks one that says it is of another licence', async () => {
    const pcrypt = must(modules.find(path => basename(path) === 'pcrypt.ko'))
    const other = join(work, 'other', 'pcrypt.ko')
    mkdirSync(join(work, 'other'))
    const text = readFileSync(pcrypt).toString('latin1')
    writeFileSync(other, Buffer.from(text.replace('license=GPL\0', 'license=BSD\0'), 'latin1'))
    const edit = {
      file: `${OWN}/Module.symvers`,
      from: 'padata_do_parallel\tvmlinux\tEXPORT_SYMBOL\t',
      to: 'padata_do_parallel\tvmlinux\tEXPORT_SYMBOL_GPL\t',
    }
    const why = 'padata_do_parallel is for GPL modules only, and this is none'
    expect(told(await judge([], [other])).pcrypt).not.toContain(why)
    expect(told(await judge([edit], [other])).pcrypt).toContain(why)
    expect(told(await judge([edit], [pcrypt]))).toEqual({})
  })
})
