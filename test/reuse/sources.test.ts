// SPDX-License-Identifier: GPL-2.0-only
import { expect, test } from 'vitest'
import type { SourceReport } from '../../src/reuse/index.js'
import { kcarve } from '../kcarve.js'
import { debianHeaders, debianSources } from './debian-kernel.js'

const sources = await debianSources('linux-source-6.1', '6.1.170-3')
const headers = await debianHeaders('6.12.117+deb12')
const isThere = sources !== undefined && headers !== undefined

test.skipIf(!isThere)(
  'linux-source-6.1 6.1.170-3, 6.12.117+deb12: some 700 errors are two dozen changes of the kernel, and each is understood',
  async () => {
    const { stdout, stderr } = await kcarve([
      'reuse',
      '--source',
      `${sources}`,
      '--kernel',
      `${headers}`,
      '--json',
    ])
    expect(stdout, stderr).not.toBe('')
    const { compiles, totals, changes, skipped }: SourceReport = JSON.parse(stdout)
    expect({ compiles, files: totals.files, skipped }).toEqual({ compiles: false, files: 189, skipped: [] })
    expect(totals.errors).toBeGreaterThan(500)
    expect(changes.length).toBeLessThanOrEqual(25)
    expect(changes.flatMap(change => change.causes).filter(({ change }) => change === 'unknown')).toEqual([])
    const told = (provided: boolean) =>
      new Map(
        changes
          .filter(change => change.provided === provided)
          .map(({ about, causes }) => [about, causes.map(({ name, change }) => `${change} ${name}`)]),
      )
    const [around, own] = [told(false), told(true)]
    expect(around.get('<asm/unaligned.h>')).toEqual(['moved asm/unaligned.h'])
    expect(around.get('sendpage')).toContain('gone sock_no_sendpage')
    expect(around.get('linux/prandom.h')).toEqual(['gone prandom_u32_max'])
    expect(own.get('struct crypto_async_request')).toContain('changed crypto_completion_t')
    expect(own.get('linux/crypto.h → crypto/algapi.h')).toContain('moved crypto_tfm_ctx')
    expect(own.get('linux/mpi.h')).toContain('gone struct mpi_ec_ctx')
    expect(own.get('linux/mpi.h')).toContain('changed mpi_mulm')
    expect(own.get('crypto/engine.h')).toContain('moved struct crypto_engine')
    expect(own.get('crypto/skcipher.h')).toContain('gone crypto_skcipher_alg_ivsize')
    expect(own.get('crypto/hash.h')).toContain('gone crypto_shash_alignmask')
  },
)
