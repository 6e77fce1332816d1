// SPDX-License-Identifier: GPL-2.0-only
import { readdir } from 'node:fs/promises'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { guestDirectory } from './guest-directory.js'
import { type ActName, type CheckName, type DumpName, guestWords } from './request.js'

test('a request becomes words of the kernel command line', () => {
  expect(
    guestWords({ before: ['meminfo'], checks: ['crypto-all', 'modprobe'], modprobe: ['ctr'], carved: true }),
  ).toEqual([
    'kcarve.before=meminfo',
    'kcarve.checks=crypto-all,modprobe',
    'kcarve.modprobe=ctr',
    'kcarve.carved=1',
  ])
  expect(guestWords({ checks: [] })).toEqual([])
})

test('every check, dump and act there is has a name here', async () => {
  const checks: CheckName[] = [
    'afalg',
    'again',
    'crypto-all',
    'foreign',
    'integrity',
    'modprobe',
    'module',
    'params',
    'signed',
    'trace',
    'write',
  ]
  const dumps: DumpName[] = [
    'btf',
    'build-ids',
    'crypto',
    'dmesg',
    'ftrace',
    'kallsyms',
    'meminfo',
    'modules',
    'sysmodule',
    'vulnerabilities',
  ]
  const acts: ActName[] = ['hibernate', 'kexec']
  const inGuest = async (folder: string) =>
    (await readdir(join(guestDirectory, folder))).map(name => name.replace('.sh', '')).sort()
  expect(await inGuest('checks')).toEqual(checks)
  expect(await inGuest('dumps')).toEqual(dumps)
  expect(await inGuest('acts')).toEqual(acts)
})
