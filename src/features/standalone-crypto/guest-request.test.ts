// SPDX-License-Identifier: GPL-2.0-only
import { readdir } from 'node:fs/promises'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { guestDirectory } from '../../vm/guest/guest-directory.js'
import { guestWords } from '../../vm/guest/request.js'
import { guestPart } from './guest-part.js'
import { CHECKS, CLIENTS, clientsNamed, DUMPS, guestRequest } from './guest-request.js'

test('a guest of a carved kernel is asked in words that its scripts read', () => {
  expect(guestWords(guestRequest({ checks: ['modprobe'], modprobe: ['ctr', 'cbc'], carved: true }))).toEqual([
    'kcarve.checks=modprobe',
    'kcarve.settle=cryptomgr_',
    'kcarve.carved=1',
    'kcarve.modprobe=ctr,cbc',
  ])
})

test('every check and dump that can be asked for has a script, and every script a name', async () => {
  const scripts = async (directory: string, folder: string) =>
    (await readdir(join(directory, folder))).map(name => name.replace(/\.sh$/, ''))
  expect((await scripts(guestPart.directory, 'checks')).sort()).toEqual([...CHECKS])
  expect((await scripts(guestPart.directory, 'clients')).sort()).toEqual([...CLIENTS, 'clients'].sort())
  const dumps = [
    ...(await scripts(guestDirectory, 'dumps')),
    ...(await scripts(guestPart.directory, 'dumps')),
  ]
  expect(dumps.sort()).toEqual([...DUMPS])
})

test('clients are chosen by name', () => {
  expect(clientsNamed('luks,ktls')).toEqual(['luks', 'ktls'])
  expect(() => clientsNamed('luks,nothing')).toThrow('There is no client check nothing')
})
