// SPDX-License-Identifier: GPL-2.0-only
import { expect, test } from 'vitest'
import { readMatrix } from './read-matrix.js'

const refusal = (text: string): string => {
  try {
    readMatrix(text, 'm.yml')
  } catch (error) {
    const { message, hint } = error as { message: string; hint?: string }
    return hint === undefined ? message : `${message} (${hint})`
  }
  return ''
}

test('a single value stands for a list of one, and the rest has defaults', () => {
  const { file } = readMatrix('tree: debian:6.12\n', 'm.yml')
  expect(file).toMatchObject({
    tree: ['debian:6.12'],
    config: ['small'],
    toolchain: ['gcc'],
    do: ['start'],
  })
})

test.each([
  ['tree: [a\n', 'm.yml:2:1: flow sequence'],
  ['', 'm.yml:1:1: '],
  ['config: small\n', 'm.yml:1:1: tree is missing'],
  ['tree: a\ntoolchains: gcc\n', 'm.yml:2:1: nothing is called toolchains here (is it toolchain?'],
  [
    'tree: a\ninclude:\n  - tree: b\n    conf: rich\n',
    'm.yml:4:5: nothing is called conf here (is it config?',
  ],
  ['tree: a\narch: [x86_64, mips]\n', 'm.yml:2:16: '],
  ['tree: a\ndo: run\n', 'm.yml:2:1: not one of start, prove'],
  ['tree: a\ndo:\n  - boot: {faults: all}\n', 'm.yml:3:12: nothing is called faults here'],
  ['tree: a\ndo:\n  - boot: {fault: "x; y"}\n', 'm.yml:3:12: not the name of a fault'],
  ['tree:\n  - debian: 6.10\n', 'm.yml:2:5: not a kernel line in quotes'],
  ['tree:\n  - {git: ., directory: .}\n', 'm.yml:2:5: a tree has one of debian'],
  ['tree:\n  - {git: .}\n', 'm.yml:2:5: git and revisions belong together'],
  ['tree:\n  - tarball: https://a/b.tar.xz\n', 'm.yml:2:5: a tarball to fetch needs its sha256'],
  ['tree: a\ntree: b\n', 'm.yml:2:1: map keys must be unique'],
  ['tree: a\nccWrapper: "sh -c x"\n', 'm.yml:2:1: not a program'],
  ['tree: a\nmemory: 1\n', 'm.yml:2:1: '],
])('what is wrong has its place: %j', (text, message) => {
  expect(refusal(text)).toContain(message)
})

test('aliases that multiply are refused', () => {
  const levels = Array.from({ length: 12 }, (_, level) => {
    const item = level === 0 ? '"x"' : `*a${level - 1}`
    return `a${level}: &a${level} [${Array(10).fill(item).join(', ')}]`
  })
  expect(refusal(`${levels.join('\n')}\ntree: *a11\n`)).toMatch(/m\.yml:1:1: .*alias/)
})
