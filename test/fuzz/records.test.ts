// SPDX-License-Identifier: GPL-2.0-only
import { mkdirSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { readManifest } from '../../src/archive/manifest.js'
import { readLockHolder } from '../../src/edit/tree/lock.js'
import { readRecords, recordPath, statePath } from '../../src/edit/tree/record.js'
import { readMatrix } from '../../src/matrix/file/read-matrix.js'
import { readKeptResult } from '../../src/report-page/collect/kept-result.js'
import { fuzzText } from './harness/fuzz.js'
import { toolchain } from './seeds/scratch.js'

const SHA256 = 'a'.repeat(64)
const RECORD = {
  format: 1,
  recipe: 'standalone-crypto',
  version: '0.1.0',
  parameters: { only: ['crypto'] },
  startedAt: '2026-01-01T00:00:00.000Z',
  files: [{ path: 'Makefile', oldDigest: SHA256, newDigest: SHA256, original: SHA256 }],
  newFiles: [{ path: 'crypto/fips140/Kconfig', digest: SHA256 }],
  directories: ['crypto/fips140'],
}
const MANIFEST = {
  schema: 'kcarve/archive/1',
  kcarve: '0.1.0',
  kernel: { release: '6.12.117', config: SHA256 },
  modules: [
    {
      name: 'fips140',
      version: null,
      file: 'modules/fips140.ko',
      sha256: SHA256,
      hmac: SHA256,
      objects: ['crypto/aes.o'],
      differs: null,
    },
  ],
  tools: { compiler: 'gcc', assembler: '24000', linker: '24000' },
  files: [{ path: 'modules/fips140.ko', role: 'module', size: 12, sha256: SHA256 }],
  outside: [{ path: '/usr/lib/gcc/x.h', sha256: SHA256 }],
}

fuzzText('readManifest', [JSON.stringify(MANIFEST, null, 2)], readManifest)

const RUN = {
  schema: 'kcarve/boot/2',
  kernel: 'bzImage',
  carved: true,
  arch: 'x86_64',
  checks: [
    { id: 'boots', title: 'boots to user space', status: 'pass', evidence: ['6.12.117'], differences: [] },
  ],
}
fuzzText('readKeptResult', [JSON.stringify(RUN, null, 2)], readKeptResult)

const MATRIX = `tree: [debian:6.12, {git: ../linux, revisions: [v6.18]}]
config: [small, {name: thin, merge: [small, thin.config]}]
do: &all [start, {boot: {fips: true, fault: [all]}}, {reuse: a.tar.zst}]
include:
  - {tree: debian:7.2, arch: arm64, do: *all}
exclude: {tree: debian:6.12, do: boot}
`
fuzzText('readMatrix', [MATRIX], text => readMatrix(text, 'm.yml'))

const { directory } = toolchain()
mkdirSync(statePath(directory))
fuzzText(
  'readRecords',
  [JSON.stringify(RECORD)],
  async text => {
    writeFileSync(recordPath(statePath(directory), 'applied'), text)
    await readRecords(directory)
  },
  { weight: 0.2 },
)

const lock = join(statePath(directory), 'lock')
fuzzText(
  'readLockHolder',
  ['apply 1234 5678 0a1b2c3d 4026531836 host'],
  async text => {
    rmSync(lock, { force: true })
    // A symlink's target ends at a NUL, and is no longer than a path may be.
    symlinkSync(text.replaceAll('\0', '').slice(0, 1000) || 'x', lock)
    await readLockHolder(directory)
  },
  { weight: 0.2 },
)
