// SPDX-License-Identifier: GPL-2.0-only
import { readdir } from 'node:fs/promises'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { guestDirectory } from './guest-directory.js'
import { type ActName, guestWords } from './request.js'

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

test('every act there is has a name here', async () => {
  const acts: ActName[] = ['hibernate', 'kexec']
  const inGuest = (await readdir(join(guestDirectory, 'acts'))).map(name => name.replace('.sh', '')).sort()
  expect(inGuest).toEqual(acts)
})
