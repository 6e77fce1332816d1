// SPDX-License-Identifier: GPL-2.0-only
import { expect, test } from 'vitest'
import { CommandError, MissingError, UsageError } from '../core/errors.js'
import { failureOf } from './failure.js'

const { signal } = new AbortController()

test('an error of ours is one line, what to do another', () => {
  const error = new UsageError('x is not a kernel', { hint: 'name a kernel' })
  expect(failureOf(error, signal)).toEqual({
    text: 'kcarve: x is not a kernel\n  name a kernel\n',
    exitCode: 2,
  })
})

test('what the machine lacks has an exit code of its own', () => {
  expect(failureOf(new MissingError('qemu is not installed'), signal).exitCode).toBe(3)
})

test('a failed command shows the lines that matter and where the rest is', () => {
  const error = new CommandError('make failed', {
    command: 'make',
    logPath: '/l/make.log',
    tail: ['a.c:1: error'],
  })
  expect(failureOf(error, signal).text).toBe('kcarve: make failed\n  | a.c:1: error\n  log: /l/make.log\n')
})

test('anything else is a bug, with its stack', () => {
  const { text, exitCode } = failureOf(new TypeError('oh'), signal)
  expect(exitCode).toBe(2)
  expect(text).toContain('TypeError: oh\n    at ')
})

test('after an interruption nothing else is worth telling', () => {
  const abort = new AbortController()
  abort.abort()
  expect(failureOf(new TypeError('oh'), abort.signal)).toEqual({
    text: 'kcarve: interrupted\n',
    exitCode: 130,
  })
})

test('a disk that is full is no bug of ours', () => {
  const cause = Object.assign(new Error('ENOSPC: no space left on device, write'), {
    code: 'ENOSPC',
    syscall: 'write',
  })
  expect(failureOf(cause, signal)).toEqual({
    text: 'kcarve: write: the disk is full\n  free some space and run it again\n',
    exitCode: 2,
  })
})
