// SPDX-License-Identifier: GPL-2.0-only
import { readdir } from 'node:fs/promises'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { guestDirectory } from './guest-directory.js'
import { guestWords, RESTARTS, restartsNamed } from './request.js'

test('a request becomes words of the kernel command line', () => {
  const request = {
    before: ['meminfo'],
    checks: ['greets', 'sings'],
    settle: 'worker_',
    words: { names: ['a', 'b'], loud: '1', songs: [] },
    initcallDebug: true,
  }
  expect(guestWords(request)).toEqual([
    'kcarve.before=meminfo',
    'kcarve.checks=greets,sings',
    'kcarve.settle=worker_',
    'kcarve.names=a,b',
    'kcarve.loud=1',
    'initcall_debug',
    'log_buf_len=4M',
  ])
  expect(guestWords({ checks: [] })).toEqual([])
})

test('every restart there is has a name here', async () => {
  const inGuest = await readdir(join(guestDirectory, 'restarts'))
  expect(inGuest.map(name => name.replace('.sh', '')).sort()).toEqual([...RESTARTS].sort())
})

test('restarts are named in any order and done in one', () => {
  expect(restartsNamed('kdump,hibernation')).toEqual(['hibernation', 'kdump'])
  expect(() => restartsNamed('kexec,suspend')).toThrow('There is no restart “suspend”')
})
