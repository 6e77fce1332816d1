// SPDX-License-Identifier: GPL-2.0-only
import { expect, test } from 'vitest'
import { type Job, jobIdentity, jobSchema } from './job.js'

const sha = (digit: string) => digit.repeat(64)
const job: Job = {
  cell: { tree: 'debian:6.12', config: 'small', arch: 'x86_64', toolchain: 'gcc', do: 'boot --fips' },
  kcarve: { version: '0.1.0', digest: sha('a') },
  source: { kind: 'tarball', from: '/srv/linux.tar.xz', sha256: sha('b') },
  config: { kind: 'named', name: 'small' },
  arch: 'x86_64',
  toolchain: { identity: 'gcc 12' },
  action: { kind: 'boot', fips: true, faults: [] },
  keep: [],
}
const id = jobIdentity(job)

test.each<[string, Job]>([
  ['its sources', { ...job, source: { kind: 'tarball', from: '/srv/linux.tar.xz', sha256: sha('c') } }],
  ['its configuration', { ...job, config: { kind: 'text', name: 'small', text: 'CONFIG_A=y\n' } }],
  ['its architecture', { ...job, arch: 'arm64' }],
  ['its compiler', { ...job, toolchain: { identity: 'gcc 13' } }],
  ['its arguments', { ...job, action: { kind: 'boot', fips: false, faults: [] } }],
  ['kcarve', { ...job, kcarve: { version: '0.1.0', digest: sha('d') } }],
  ['what is kept of it', { ...job, keep: ['module'] }],
])('a job is another one when %s is', (_, other) => {
  expect(jobIdentity(other)).not.toBe(id)
})

test('where things are, what they are called, and what makes it faster do not count', () => {
  const same: Job = {
    ...job,
    cell: { ...job.cell, tree: 'mine' },
    source: { kind: 'tarball', from: 'https://example.org/linux.tar.xz', sha256: sha('b') },
    ccWrapper: 'ccache',
    memory: 4096,
  }
  expect(jobIdentity(same)).toBe(id)
  expect(jobIdentity(jobSchema.parse(JSON.parse(JSON.stringify(job))))).toBe(id)
})

test.each([
  { command: 'rm -rf /' },
  { action: { kind: 'sh', script: 'id' } },
  { action: { kind: 'boot', fips: true, faults: ['x --append y'] } },
  { source: { kind: 'git', repository: 'ext::sh -c id', commit: 'a'.repeat(40) } },
  { source: { kind: 'git', repository: '--upload-pack=id', commit: 'a'.repeat(40) } },
  { source: { kind: 'directory', path: 'relative', sha256: sha('a') } },
  { config: { kind: 'named', name: '--tree' } },
  { config: { kind: 'text', name: '../../x', text: '' } },
  { toolchain: { llvm: '19 --in-place', identity: '' } },
  { ccWrapper: 'sh -c id' },
  { keep: ['../x'] },
])('what is no job is refused: %j', change => {
  expect(jobSchema.safeParse({ ...job, ...change }).success).toBe(false)
})
