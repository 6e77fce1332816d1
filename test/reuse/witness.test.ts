// SPDX-License-Identifier: GPL-2.0-only
import { readdir, rm } from 'node:fs/promises'
import { availableParallelism, loadavg } from 'node:os'
import { join } from 'node:path'
import { beforeAll, describe, expect, test } from 'vitest'
import { findTrees } from '../../src/build/index.js'
import { planCompat } from '../../src/chain/tree/plan-compat.js'
import { cacheDirectory } from '../../src/core/cache-directory.js'
import { unifiedDiff } from '../../src/edit/index.js'
import { must } from '../../src/formats/testing/must.js'
import type { ReuseReport } from '../../src/reuse/index.js'
import { kcarve } from '../kcarve.js'
import { debianHeaders, debianKernel, debianSources } from './debian-kernel.js'

const FROM = { version: '6.1.0-47', source: '6.1.170-3' }
const own = await debianKernel(FROM.version)
const ownHeaders = await debianHeaders(FROM.version)
const newHeaders = await debianHeaders('6.1.0-56')
const betweenHeaders = await debianHeaders('6.1.0-50')
const sources = await debianSources('linux-source-6.1', FROM.source)
const isThere = [own, ownHeaders, betweenHeaders, newHeaders, sources].every(each => each !== undefined)

/** By their places in the kernel: of C, of ASN.1, of assembler, and of what perl writes. */
const MODULES = [
  ...['af_alg', 'algif_hash', 'authenc', 'cryptd', 'crypto_user', 'drbg', 'gcm', 'pcrypt'].map(
    name => `crypto/${name}`,
  ),
  'crypto/ecrdsa_generic',
  'crypto/asymmetric_keys/pkcs8_key_parser',
  'arch/x86/crypto/aesni-intel',
  'arch/x86/crypto/poly1305-x86_64',
  'lib/crypto/libchacha20poly1305',
]
const work = join(cacheDirectory(), 'witness-test')
const archive = join(work, 'archive')
/** Nothing that was compiled before. */
const env = { XDG_CACHE_HOME: join(work, 'cache') }

async function reuse(headers: string): Promise<ReuseReport> {
  const { stdout, stderr } = await kcarve(['reuse', archive, '--kernel', headers, '--json'], { env })
  expect(stdout, stderr).not.toBe('')
  return JSON.parse(stdout)
}

/** What is told of the code of a module. */
const toldOf = (report: ReuseReport, name: string) =>
  must(report.modules.find(module => module.name === name))
    .findings.filter(({ fact }) => fact === 'compiled')
    .map(({ effect, text }) => `${effect}: ${text}`)

const title = `6.1.0-47, 6.1.0-50, 6.1.0-56, linux-source-6.1 ${FROM.source}`

describe.skipIf(!isThere)(`modules as Debian ships them, compiled again (${title})`, () => {
  beforeAll(async () => {
    await rm(work, { recursive: true, force: true })
    const root = join(must(must(own).modules[0]), '..')
    const modules = MODULES.map(name => join(root, `${name}.ko`))
    const places = ['--headers', must(ownHeaders), '--source', must(sources), '--image', must(own).vmlinuz]
    const { exitCode, stderr } = await kcarve(['archive', ...modules, ...places, '-o', archive])
    expect(exitCode, stderr).toBe(0)
  })

  test('the archive is intact, and what is compiled is what is shipped', async () => {
    const { exitCode, stdout } = await kcarve(['verify', archive])
    expect(exitCode).toBe(0)
    expect(stdout).toContain('13 of 13 modules compiled again to what is shipped')
  })

  test('all fit the kernel that they were shipped with', async () => {
    const report = await reuse(must(ownHeaders))
    expect(report).toMatchObject({ verdict: 'fits', totals: { modules: 13, fits: 13 } })
  })

  test('four break in the later kernel, and of each it is told what has changed', async () => {
    const report = await reuse(must(newHeaders))
    expect(report).toMatchObject({ verdict: 'breaks', totals: { modules: 13, fits: 9, breaks: 4 } })
    for (const name of ['gcm', 'authenc', 'cryptd', 'algif_hash', 'ecrdsa_generic', 'poly1305_x86_64'])
      expect(toldOf(report, name)).toEqual([])
    const causes = {
      pcrypt: 'padata_instance.kobj is at 72, not at 80',
      crypto_user: 'net.crypto_nlsk is at 4352, not at 4344',
      af_alg: 'inlined signal_pending() of include/linux/sched/signal.h has changed',
      drbg: 'of include/crypto/drbg.h has changed',
    }
    for (const [name, cause] of Object.entries(causes)) {
      expect(toldOf(report, name)).toEqual([expect.stringMatching(/^breaks: .*instruction/)])
      expect(toldOf(report, name)[0]).toContain(cause)
    }
  })

  test('where members of a struct have moved, an edit of its header makes it the same code again', async () => {
    const kernel = must(newHeaders)
    const { srctree } = await findTrees(kernel)
    const signal = new AbortController().signal
    const compat = await planCompat(srctree, archive, { kernel, signal, cacheDir: env.XDG_CACHE_HOME })
    expect(compat.kept.toSorted()).toEqual(['crypto/crypto_user_base.o', 'crypto/pcrypt.o'])
    expect(compat.lost).toEqual([
      expect.stringContaining('inlined signal_pending()'),
      expect.stringContaining('crypto/drbg.h has changed'),
    ])
    expect(unifiedDiff(compat.edits)).toContain(
      '-\tstruct hlist_node\t\tcpuhp_node;\n+\tunsigned char __reserved_0[32];\n',
    )
    await expect(
      planCompat(srctree, archive, { kernel: must(ownHeaders), signal, cacheDir: env.XDG_CACHE_HOME }),
    ).rejects.toThrow(`is built from ${(await findTrees(must(ownHeaders))).srctree}, not from ${srctree}`)
  })

  test('for one more kernel the frozen side is not compiled again', async () => {
    const objectsIn = async (...path: string[]) =>
      (await readdir(join(...path), { recursive: true })).filter(name => name.endsWith('.o')).length
    const kept = () => objectsIn(env.XDG_CACHE_HOME, 'kcarve/witness/objects')
    const before = await kept()
    expect((await reuse(must(betweenHeaders))).totals).toMatchObject({ modules: 13, fits: 12, breaks: 1 })
    expect((await kept()) - before).toBeLessThanOrEqual(await objectsIn(archive, 'objects'))
  })

  test('asked again the answer comes in 5 s', async () => {
    const started = performance.now()
    await reuse(must(newHeaders))
    // Beside other work on the machine it takes its share.
    const share = Math.max(1, (loadavg()[0] ?? 0) / availableParallelism())
    expect(performance.now() - started).toBeLessThan(5000 * share)
  })
})
