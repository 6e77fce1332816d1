// SPDX-License-Identifier: GPL-2.0-only
import { expect, test } from 'vitest'
import { expand } from './expand.js'
import { readMatrix } from './file/read-matrix.js'

const expanded = (text: string) => expand(readMatrix(text, 'm.yml').file, 'x86_64')
const cellText = (cell: object) => Object.values(cell).filter(Boolean).join('  ')
const cells = (text: string) => expanded(text).wanted.map(({ cell }) => cellText(cell))

test('lists are multiplied, and excludes taken away', () => {
  expect(
    cells(`
tree: [debian:6.1, debian:6.12]
config: [small, rich]
do: [start, {boot: {fips: true, fault: [all]}}]
exclude:
  - {tree: debian:6.1, config: rich}
  - {tree: debian:6.1, do: boot}
`),
  ).toEqual([
    'debian:6.1  small  x86_64  gcc  start',
    'debian:6.12  small  x86_64  gcc  start',
    'debian:6.12  rich  x86_64  gcc  start',
    'debian:6.12  small  x86_64  gcc  boot --fips --fault all',
    'debian:6.12  rich  x86_64  gcc  boot --fips --fault all',
  ])
})

test('an include is a matrix of its own, and what is there already is not doubled', () => {
  expect(
    cells(`
tree: debian:6.12
include:
  - {tree: [debian:6.12, debian:7.2], arch: [x86_64, arm64]}
  - {tree: {git: ../linux.git, revisions: [v6.18, v6.19]}, toolchain: llvm 19, config: {name: thin, merge: [small, t.config]}}
`),
  ).toEqual([
    'debian:6.12  small  x86_64  gcc  start',
    'debian:6.12  small  arm64  gcc  start',
    'debian:7.2  small  x86_64  gcc  start',
    'debian:7.2  small  arm64  gcc  start',
    'linux@v6.18  thin  x86_64  llvm 19  start',
    'linux@v6.19  thin  x86_64  llvm 19  start',
  ])
})

test('a kernel that is ready has one job an action, whatever the configurations', () => {
  expect(
    cells(`
tree: [{kernel: /usr/src/linux-headers-6.12.117}, {kernel: /boot/vmlinuz, name: now}]
config: [small, rich]
do: {reuse: {archive: a/crypto.tar.zst, accept: true}}
`),
  ).toEqual(['linux-headers-6.12.117  reuse crypto.tar.zst --accept', 'now  reuse crypto.tar.zst --accept'])
})

test('an exclude that excludes nothing is told', () => {
  expect(expanded('tree: debian:6.12\nexclude: [{tree: debian:6.13}, {config: small}]\n')).toMatchObject({
    wanted: [],
    idle: [0],
  })
})

test('the name of a version of Debian’s is that of its line, so that the next version stands in the same cell', () => {
  expect(cells('tree: [debian:6.12=6.12.118-1]\n')).toEqual(['debian:6.12  small  x86_64  gcc  start'])
})

test('two things of one name are told', () => {
  const { clashes } = expanded(
    'tree: [debian:6.12, debian:6.12=6.12.110-1]\nconfig: [a/x.config, b/x.config]\n',
  )
  expect(clashes.map(({ at }) => [at.tree, at.config])).toEqual([
    [
      ['tree', 0],
      ['config', 1],
    ],
    [
      ['tree', 1],
      ['config', 0],
    ],
    [
      ['tree', 1],
      ['config', 1],
    ],
  ])
})
