// SPDX-License-Identifier: GPL-2.0-only
import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { bootPicture } from './boot-picture.mjs'
import { carvedKernelPicture } from './carved-kernel-picture.mjs'

const pictures = join(import.meta.dirname, '../../docs/pictures')

test.each([
  ['boot.svg', bootPicture],
  ['carved-kernel.svg', carvedKernelPicture],
])('%s is what scripts/concept-pictures.mjs draws, in both themes', async (name, draw) => {
  const committed = await readFile(join(pictures, name), 'utf8')
  expect(committed).toBe(draw())
  expect(committed).toContain('prefers-color-scheme: dark')
})
