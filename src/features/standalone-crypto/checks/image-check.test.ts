// SPDX-License-Identifier: GPL-2.0-only
import { createHash } from 'node:crypto'
import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { scratch } from '../../../formats/testing/scratch.js'
import { imageCheck } from './image-check.js'

type Embedded = Parameters<typeof imageCheck>[0]['embedded']

const built = join(scratch(), 'fips140.ko')
writeFileSync(built, 'a module')
const sha256 = (text: string) => createHash('sha256').update(text).digest('hex')
const carries = (text: string) => ({ embedded: { sha256: sha256(text) } as Embedded })

test('an image passes when it carries the module that was built', async () => {
  expect(await imageCheck(carries('a module'), built)).toMatchObject({
    id: 'image-carries-module',
    status: 'pass',
    evidence: [`sha256 ${sha256('a module').slice(0, 16)}…`],
  })
})

test('another module, or none, is a difference', async () => {
  expect((await imageCheck(carries('another'), built)).differences).toEqual([
    `it carries sha256 ${sha256('another')}, the build made ${sha256('a module')}`,
  ])
  expect((await imageCheck({ embedded: null }, built)).differences).toEqual(['it carries no module'])
})
