// SPDX-License-Identifier: GPL-2.0-only
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import type { ArchiveReport } from '../../archive/index.js'
import { makeCarvedVmlinux } from '../../features/standalone-crypto/carried/testing/make-carved.js'
import { scratch } from '../../formats/testing/scratch.js'
import { makeModule } from '../../image/testing/make-kernel.js'
import { archiveReportText } from '../../report/archive.js'
import { archivedBoundary } from './archived-boundary.js'

const directory = scratch()
mkdirSync(join(directory, 'module'))
mkdirSync(join(directory, 'kernel'))

const IMPORTS = `
	.section .fips140_module,"a"
	.long 0x30343146, 1, 88
	.zero 76
	.text
	call helper
	call kfree
	call sha256_update
`
const module = readFileSync(makeModule(directory, { name: 'fips140', more: IMPORTS }))
writeFileSync(join(directory, 'module/fips140.ko'), module)
writeFileSync(join(directory, 'module/fips140.ko.hmac'), `${'0'.repeat(64)} *fips140.ko\n`)
const line = (symbol: string, provider: string, namespace = '') =>
  `0x00000000\t${symbol}\t${provider}\tEXPORT_SYMBOL_GPL\t${namespace}\n`
writeFileSync(
  join(directory, 'kernel/Module.symvers'),
  `${line('helper', 'vmlinux', 'CRYPTO_INTERNAL')}${line('kfree', 'vmlinux')}${line('sha256_update', 'vmlinux')}`,
)
writeFileSync(
  join(directory, 'kernel/vmlinux'),
  readFileSync(makeCarvedVmlinux(directory, 'vmlinux-with-it')),
)

const file = (role: 'image' | 'symvers', path: string) => ({ path, role, size: 1, sha256: '0'.repeat(64) })
const archived = (hmac: string | null, intact = true): ArchiveReport => ({
  path: directory,
  kind: 'archive',
  intact,
  problems: intact ? [] : ['kernel/config is missing'],
  manifest: {
    schema: 'kcarve/archive/1',
    kcarve: '0.1.0',
    kernel: { release: '6.12.0', config: '0'.repeat(64) },
    modules: [
      {
        name: 'fips140',
        version: '1.0',
        file: 'module/fips140.ko',
        sha256: '0'.repeat(64),
        hmac,
        objects: ['crypto/api.o'],
        differs: null,
      },
    ],
    tools: { compiler: 'gcc', assembler: '24000', linker: '24000' },
    files: [file('symvers', 'kernel/Module.symvers'), file('image', 'kernel/vmlinux')],
    outside: [],
  },
})
const HMAC = '0'.repeat(64)

test('what an archived module imports is classed by what the archived kernel exports', async () => {
  const boundary = await archivedBoundary(directory, archived(HMAC))
  expect(boundary.modules).toMatchObject([
    {
      name: 'fips140',
      boundary: {
        knownBy: 'names',
        cryptography: [
          { name: 'helper', because: 'exported in the namespace CRYPTO_INTERNAL' },
          { name: 'sha256_update', because: 'by its name' },
        ],
      },
      because: null,
    },
  ])
  expect(boundary.outside).toMatchObject({ copies: [] })
  const text = archiveReportText({ ...archived(HMAC), ...boundary })
  expect(text).toContain('intact, but CRYPTOGRAPHIC CODE IS OUTSIDE: ')
  expect(text).toContain('  it imports sha256_update, which is cryptography: by its name\n')
  expect(text).toMatch(/cryptography outside +2 imports: helper sha256_update/)
})

test('another kernel that is given goes before the archived one', async () => {
  const exports = new Map([['helper', { namespace: '', provider: 'vmlinux' }]])
  const { modules } = await archivedBoundary(directory, archived(HMAC), { exports })
  expect(modules[0]?.boundary?.cryptography.map(({ name }) => name)).toEqual(['sha256_update'])
})

test('why imports are not classed is told', async () => {
  for (const [report, because] of [
    [archived(null), 'it is a module of a distribution, which has no boundary of its own'],
    [archived(HMAC, false), 'the archive is not as it was written'],
  ] as const) {
    const boundary = await archivedBoundary(directory, report)
    expect(boundary).toEqual({ modules: [{ name: 'fips140', boundary: null, because }], outside: null })
    expect(archiveReportText({ ...report, ...boundary })).toMatch(
      new RegExp(`imports +not classed: ${because}\n`),
    )
  }
})
