// SPDX-License-Identifier: GPL-2.0-only
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, inject, test } from 'vitest'
import { kcarve } from '../kcarve.js'

const tree = inject('tree')
let directory: string

beforeAll(async () => {
  directory = await mkdtemp(join(tmpdir(), 'kcarve-wrong-'))
  await writeFile(join(directory, 'text'), 'CONFIG\n')
})
afterAll(() => rm(directory, { recursive: true }))

const CASES: readonly (readonly [title: string, args: () => string[], exitCode: number, stderr: RegExp])[] = [
  ['an unknown command', () => ['pln'], 2, /^kcarve: unknown command 'pln' \(Did you mean plan\?\)\n/],
  ['an unknown option', () => ['plan', tree, '--no'], 2, /^kcarve: unknown option '--no'/],
  ['a missing argument', () => ['apply'], 2, /^kcarve: missing required argument 'tree'/],
  ['a directory that is not there', () => ['apply', '/nope'], 2, /^kcarve: \/nope does not exist\n$/],
  ['a directory that is no kernel tree', () => ['plan', directory], 2, /is not a kernel source tree/],
  ['the same for status', () => ['status', directory], 2, /is not a kernel source tree/],
  [
    'an unknown config',
    () => ['plan', tree, '--config', 'tiny'],
    2,
    /There is no config tiny\n.*distribution, rich, small, or one of Debian's: debian:FLAVOUR\n$/,
  ],
  [
    'a config that is none',
    () => ['plan', tree, '--config', join(directory, 'text')],
    2,
    /^kcarve: .*text: /,
  ],
  ['an unknown architecture', () => ['plan', tree, '--arch', 'vax'], 2, /Unknown architecture vax\n/],
  [
    'build of a tree that is not applied',
    () => ['build', tree],
    2,
    /has not been carved.*\n {2}kcarve apply /,
  ],
  ['boot of a tree that is not built', () => ['boot', tree], 2, /holds no kernel.*\n {2}kcarve build /],
  [
    'a device',
    () => ['inspect', '/dev/zero'],
    2,
    /^kcarve: \/dev\/zero is a character device, not a regular file\n$/,
  ],
  [
    'a device as a build',
    () => ['boot', '/dev/null'],
    2,
    /^kcarve: \/dev\/null is a character device, not a regular file\n$/,
  ],
  ['an empty option', () => ['apply', tree, '--compat', ''], 2, /^kcarve: apply: --compat is empty\n$/],
  ['an empty argument', () => ['plan', ''], 2, /^kcarve: plan: <tree> is empty\n$/],
  ['one of several', () => ['reuse', tree, '--kernel', tree, ''], 2, /^kcarve: reuse: --kernel is empty\n$/],
  ['a device as config', () => ['plan', tree, '--config', '/dev/zero'], 2, /not a regular file\n$/],
  ['clients without a root', () => ['boot', tree, '--clients', 'luks'], 2, /belong to --root\n/],
  [
    'an initrd of nobody',
    () => ['boot', tree, '--root', 'debian', '--initrd', 'x'],
    2,
    /x makes no initrd here\n/,
  ],
  ['boot of another file', () => ['boot', join(directory, 'text')], 2, /is not a kernel image\n/],
  ['an unknown expectation', () => ['boot', tree, '--expect', 'x'], 2, /known: carved, stock, panic:TEXT\n$/],
  ['two sources', () => ['start', '--tree', tree, '--tarball', 'x'], 2, /exclude each other\n$/],
  [
    'a tree and a kernel line',
    () => ['start', '--tree', tree, '--linux', '7.2'],
    2,
    /--tree and --linux exclude each other\n$/,
  ],
  [
    'no kernel line',
    () => ['start', '--linux', 'latest'],
    2,
    /--linux latest: not a kernel line such as 6\.12\n$/,
  ],
  ['in place of nothing', () => ['start', '--in-place'], 2, /--in-place needs --tree\n$/],
  ['no number of jobs', () => ['build', tree, '-j', 'x'], 2, /Give a number above zero\. */],
  [
    'verify of another file',
    () => ['verify', join(directory, 'text')],
    2,
    /neither a kernel nor a module\n$/,
  ],
  ['verify of another directory', () => ['verify', directory], 2, /not an archive, as it has no manifest/],
  [
    'extract of another file',
    () => ['extract', join(directory, 'text'), '-o', directory],
    2,
    /not a kernel\n$/,
  ],
  [
    'archive of a tree that is not built',
    () => ['archive', tree, '-o', join(directory, 'a')],
    2,
    /not a complete build/,
  ],
  [
    'reuse without a kernel',
    () => ['reuse', directory],
    2,
    /required option '--kernel <path\.\.\.>' not specified/,
  ],
  [
    'reuse in what is no kernel',
    () => ['reuse', directory, '--kernel', directory],
    2,
    /has no Module\.symvers\n$/,
  ],
  ['a file that is not there', () => ['inspect', '/nope'], 2, /^kcarve: \/nope: no such file/],
]

for (const [title, args, exitCode, stderr] of CASES) {
  test(`${title}: a line and exit code ${exitCode}`, async () => {
    const result = await kcarve(args())
    expect(result.stderr).toMatch(stderr)
    expect(result).toMatchObject({ exitCode, stdout: '' })
  })
}

test('a file that is neither kernel nor module is the answer no', async () => {
  const { exitCode, stdout } = await kcarve(['inspect', join(directory, 'text'), '--json'])
  expect(exitCode).toBe(1)
  expect(JSON.parse(stdout)).toMatchObject({ schema: 'kcarve/inspect/1', kind: 'other' })
})

test('--quiet leaves the exit code only', async () => {
  expect(await kcarve(['status', tree, '-q'])).toEqual({ exitCode: 0, stdout: '', stderr: '' })
})

test('help is for everybody', async () => {
  for (const command of ['start', 'plan', 'apply', 'revert', 'status', 'build', 'boot', 'prove', 'inspect']) {
    const { exitCode, stdout } = await kcarve([command, '--help'])
    expect(exitCode).toBe(0)
    expect(stdout).toMatch(/Examples:\n(?: {2}# [^\n]*\n)* {2}kcarve .*Exit codes:\n {2}0 /s)
  }
})
