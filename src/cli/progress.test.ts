// SPDX-License-Identifier: GPL-2.0-only
import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { progressOn } from './progress.js'

beforeEach(() => void vi.useFakeTimers())
afterEach(() => void vi.useRealTimers())

function screen(options: { isTTY: boolean; columns?: number }) {
  const written: string[] = []
  return { written, ...options, write: (text: string) => written.push(text) }
}

test('a terminal shows stage, time and detail on one line, which is erased at the end', () => {
  const stream = screen({ isTTY: true })
  const stage = progressOn(stream).begin('build')
  stage.detail('3/9')
  vi.advanceTimersByTime(61_400)
  expect(stream.written.at(-1)).toBe('\r\x1b[Kbuild  1m 1s  3/9')
  stage.end('built')
  expect(stream.written.slice(-3)).toEqual(['\r\x1b[K', '\r\x1b[K', 'built\n'])
  const length = stream.written.length
  vi.advanceTimersByTime(5000)
  expect(stream.written.length).toBe(length)
})

test('a line is never wider than the terminal', () => {
  const stream = screen({ isTTY: true, columns: 20 })
  progressOn(stream).begin('x'.repeat(50))
  vi.advanceTimersByTime(1000)
  expect(stream.written.at(-1)).toBe(`\r\x1b[K${'x'.repeat(19)}`)
})

test('elsewhere there is a line now and then, without control characters', () => {
  const stream = screen({ isTTY: false })
  const stage = progressOn(stream).begin('build')
  stage.detail('3/9')
  vi.advanceTimersByTime(30_000)
  stage.end('built')
  expect(stream.written).toEqual(['build  3/9 (1s)\n', 'build  3/9 (15s)\n', 'build  3/9 (30s)\n', 'built\n'])
})

test('a stage that is over at once leaves no trace', () => {
  const stream = screen({ isTTY: true })
  progressOn(stream).begin('plan').end()
  vi.advanceTimersByTime(5000)
  expect(stream.written.join('').replaceAll('\r\x1b[K', '')).toBe('')
})
