// SPDX-License-Identifier: GPL-2.0-only
import { expect, test } from 'vitest'
import type { Job } from '../../matrix/index.js'
import { laneOf, stepsOf, TREE_IS_DONE } from './job-steps.js'

const sha = 'a'.repeat(64)
const job: Job = {
  cell: { tree: 't', config: 'small', arch: 'x86_64', toolchain: 'gcc', do: 'x' },
  kcarve: { version: '1', digest: sha },
  source: { kind: 'directory', path: '/linux', sha256: sha },
  config: { kind: 'named', name: 'small' },
  arch: 'x86_64',
  toolchain: { identity: 'gcc' },
  action: { kind: 'start' },
  keep: [],
}
const commands = (change: Partial<Job>, source = '/s') =>
  stepsOf({ ...job, ...change }, { source, config: '/c/x.config', cores: 2 }).map(step =>
    step('/build').join(' '),
  )

const BUILD = '--config /c/x.config --arch x86_64 -j 2'
const debian = { kind: 'debian', line: '6.12', version: '6.12.1-1' } as const
const kernel = { kind: 'kernel', path: '/k', sha256: sha } as const
const reuse = { kind: 'reuse', archive: '/a', sha256: sha, accept: true, witness: false } as const

test.each<[Partial<Job>, string[]]>([
  [{}, [`start --tree /s ${BUILD}`]],
  [{ source: debian, ccWrapper: 'ccache' }, [`start --tarball /s ${BUILD} --cc-wrapper ccache`]],
  [{ toolchain: { llvm: '', identity: '' } }, [`start --tree /s ${BUILD} --llvm`]],
  [
    { action: { kind: 'prove', counts: true }, toolchain: { llvm: '19', identity: '' } },
    [`prove /s ${BUILD} --llvm 19`],
  ],
  [{ action: { kind: 'kunit' }, source: debian }, [`prove --tarball /s ${BUILD} --no-counts`]],
  [
    { action: { kind: 'boot', fips: true, faults: ['late', 'early'] } },
    [`start --tree /s ${BUILD}`, 'boot /build --fips --fault late,early'],
  ],
  [{ action: reuse }, [`start --tree /s ${BUILD}`, 'reuse /a --accept --no-witness --kernel /build']],
  [{ action: reuse, source: kernel }, ['reuse /a --accept --no-witness --kernel /s']],
])('a job is done by commands of ours: %j', (change, expected) => {
  expect(commands(change)).toEqual(expected)
})

test('jobs of one kernel and configuration share a build directory, whatever they do', () => {
  expect(laneOf({ ...job, action: { kind: 'prove', counts: true } })).toBe(laneOf(job))
  expect(laneOf({ ...job, config: { kind: 'named', name: 'rich' } })).not.toBe(laneOf(job))
  expect(laneOf({ ...job, toolchain: { llvm: '19', identity: '' } })).not.toBe(laneOf(job))
})

test.each([
  ['[4/8] apply     155ms  applied', false],
  ['[5/8] configure  (1s)', true],
  ['[6/8] build  300 of 966 objects (1m 15s)', true],
  ['trees  looking for changes (2s)', false],
  ['     10s  configure', true],
  ['build stock  3 of 9 objects (15s)', true],
  ['1 option not as asked for', false],
])('a line tells whether the tree is still being made: %s', (line, isDone) => {
  expect(TREE_IS_DONE.test(line)).toBe(isDone)
})
