// SPDX-License-Identifier: GPL-2.0-only
import { mkdir, writeFile } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { expect, test } from 'vitest'
import { scratch } from '../../../formats/testing/scratch.js'
import { BUILT } from '../names.js'
import { moduleOf } from './module-of.js'

test('a stock kernel has no module, though that of a carved build lies in its directory', async () => {
  const objtree = scratch()
  const path = join(objtree, BUILT.module)
  expect(await moduleOf({ objtree })).toBeUndefined()
  await mkdir(dirname(path), { recursive: true })
  await writeFile(path, '')
  await writeFile(join(objtree, '.config'), 'CONFIG_CRYPTO_FIPS140_EXTMOD=y\n')
  expect(await moduleOf({ objtree })).toBe(path)
  await writeFile(join(objtree, '.config'), '# CONFIG_CRYPTO_FIPS140_EXTMOD is not set\n')
  expect(await moduleOf({ objtree })).toBeUndefined()
})
