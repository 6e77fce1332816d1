// SPDX-License-Identifier: GPL-2.0-only
import { expect, test } from 'vitest'
import { shortPath, shortPaths } from './short-paths.js'

const reader = { cwd: '/home/a/work', home: '/home/a' }

test('a path is relative to the working directory, or begins with ~', () => {
  const text = 'image  /home/a/work/obj/bzImage\nlog: /home/a/.cache/x.log\n  make -C ~/linux~ O=/home/a/o\n'
  expect(shortPaths(text, reader)).toBe('image  obj/bzImage\nlog: ~/.cache/x.log\n  make -C ~/linux~ O=~/o\n')
})

test('what only looks like one stays', () => {
  const text = '/home/another/x /mnt/home/a/x /home/a /home/a/work'
  expect(shortPaths(text, reader)).toBe('/home/another/x /mnt/home/a/x /home/a ~/work')
  expect(shortPaths('/x/y', { cwd: '/', home: '/' })).toBe('/x/y')
})

test('the working directory itself is a dot', () => {
  expect(shortPath('/home/a/work', reader)).toBe('.')
  expect(shortPath('/home/a', reader)).toBe('~')
  expect(shortPath('/usr/src/linux', reader)).toBe('/usr/src/linux')
})
