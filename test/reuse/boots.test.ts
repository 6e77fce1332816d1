// SPDX-License-Identifier: GPL-2.0-only
import { execFile } from 'node:child_process'
import { copyFile, mkdir, mkdtemp, readdir, rename, rm, stat } from 'node:fs/promises'
import { availableParallelism } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { afterAll, beforeAll, describe, expect, inject, test } from 'vitest'
import { kcarve } from '../kcarve.js'
import { bootFailures, type CarvedKernel, startCarved } from '../matrix/carved-kernel.js'

// What `reuse` says of a module of an older point release, and what the newer kernel says when it carries it.
const run = promisify(execFile)
const wrapper = process.env.KCARVE_TEST_CC_WRAPPER
const scratch = join(inject('cacheHome'), 'reuse-boots')
const env = { XDG_CACHE_HOME: inject('cacheHome') }
const MODULE = 'crypto/fips140/fips140.ko'

/** Debian's sources of a version; undefined when its mirror has them no longer. */
async function olderSources(version: string): Promise<string | undefined> {
  const tarball = join(scratch, version, 'linux-source-6.12.tar.xz')
  if ((await stat(tarball).catch(() => undefined)) !== undefined) return tarball
  await mkdir(join(scratch, version), { recursive: true })
  const work = await mkdtemp(join(scratch, 'download-'))
  try {
    await run('apt-get', ['download', `linux-source-6.12=${version}`], { cwd: work })
    const [deb = ''] = await readdir(work)
    await run('dpkg', ['-x', join(work, deb), work])
    await rename(join(work, 'usr/src/linux-source-6.12.tar.xz'), tarball)
    return tarball
  } catch {
    return undefined
  } finally {
    await rm(work, { recursive: true, force: true })
  }
}

let newer: CarvedKernel

beforeAll(async () => {
  newer = await startCarved(undefined)
}, 90 * 60_000)

/** Embeds the module in the newer kernel. */
async function embed(older: string) {
  const prebuilt = join(newer.tree, 'fips140_build', MODULE)
  await mkdir(join(prebuilt, '..'), { recursive: true })
  for (const suffix of ['', '.hmac']) await copyFile(join(older, MODULE + suffix), prebuilt + suffix)
  const config = ['--file', join(newer.build, '.config'), '-e', 'CRYPTO_FIPS140_EXTMOD_SOURCE']
  await run(join(newer.tree, 'scripts/config'), config)
  const compiler = wrapper === undefined ? [] : [`CC=${wrapper} gcc`]
  // The option offers another, which make would ask for.
  await run('make', ['-C', newer.build, 'olddefconfig'])
  const args = ['-C', newer.build, `-j${availableParallelism()}`, ...compiler]
  await run('make', args, { maxBuffer: 1 << 28 })
}

afterAll(async () => {
  if (newer === undefined) return
  await rm(join(newer.tree, 'fips140_build'), { recursive: true, force: true })
  await run(join(newer.tree, 'scripts/config'), [
    '--file',
    join(newer.build, '.config'),
    '-d',
    'CRYPTO_FIPS140_EXTMOD_SOURCE',
  ])
  await run('make', ['-C', newer.build, 'olddefconfig'])
})

describe.each([
  ['6.12.115-2~deb12u1', 'fits'],
  // struct key has grown in between: the module's keyrings read behind it.
  ['6.12.107-1~deb12u1', 'breaks'],
])('the module of %s', (version, verdict) => {
  test(
    `${verdict}, and so the newer kernel finds`,
    async context => {
      const tarball = await olderSources(version)
      context.skip(tarball === undefined, `Debian's mirror has no linux-source-6.12 ${version}`)
      const older = await startCarved(undefined, '--tarball', tarball ?? '')
      expect(older.failed).toEqual([])
      const archive = join(scratch, version, 'archive')
      await rm(archive, { recursive: true, force: true })
      const archived = await kcarve(['archive', older.build, '-o', archive, '--quiet'], { env })
      expect(archived).toMatchObject({ exitCode: 0 })

      const asked = await kcarve(['reuse', archive, '--kernel', newer.build, '--json'], { env })
      expect(JSON.parse(asked.stdout)).toMatchObject({ verdict })
      await embed(older.build)
      for (const mode of [[], ['--fips']]) {
        const failed = await bootFailures(newer.build, ...mode)
        console.log(`${version} ${mode}: ${failed.length} checks failed`, failed)
        if (verdict === 'fits') expect(failed).toEqual([])
        else expect(failed).not.toEqual([])
      }
    },
    90 * 60_000,
  )
})
