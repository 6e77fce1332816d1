// SPDX-License-Identifier: GPL-2.0-only
import { expect, test } from 'vitest'
import { ownCommand } from './own-command.js'

test('the user is shown a command that works from where they are', () => {
  expect(ownCommand('/home/a/kcarve/bin/kcarve.mjs', '/home/a/kcarve')).toBe('bin/kcarve.mjs')
  expect(ownCommand('/home/a/kcarve/bin/kcarve.mjs', '/home/a/kcarve/bin')).toBe('./kcarve.mjs')
  expect(ownCommand('/home/a/kcarve/bin/kcarve.mjs', '/tmp')).toBe('/home/a/kcarve/bin/kcarve.mjs')
  expect(ownCommand('/usr/local/bin/kcarve', '/tmp')).toBe('kcarve')
})
