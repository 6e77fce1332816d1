// SPDX-License-Identifier: GPL-2.0-only
import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { readDotConfig, tristate } from '../../../formats/dot-config/index.js'
import { scratch } from '../../../formats/testing/scratch.js'
import { kconfigOptions } from '../../../kernel/index.js'
import { withSelected } from './with-selected.js'

const root = scratch()
mkdirSync(root, { recursive: true })
writeFileSync(
  join(root, 'Kconfig'),
  `config CRYPTO_FIPS
	bool "fips"
config CRYPTO_DRBG
	tristate "drbg"
	select JITTER
	select OTHER if OFF
config JITTER
	tristate "jitter"
	select LIB_SHA3
config LIB_SHA3
	tristate
config OTHER
	tristate
config OFF
	bool "off"
`,
)
const options = await kconfigOptions({ root, version: '7.2.0', numbers: [7, 2, 0], name: '' }, 'x86')

test('what the option of the carved kernel selects is built in, and what that selects in turn', () => {
  const config = withSelected(readDotConfig('CONFIG_JITTER=m\nCONFIG_LIB_SHA3=m\n'), options)
  const asked = ['CRYPTO_FIPS', 'CRYPTO_DRBG', 'JITTER', 'LIB_SHA3', 'OTHER']
  expect(asked.map(name => tristate(config, name))).toEqual(['y', 'y', 'y', 'y', 'n'])
})

test('a config that has the option is as Kconfig made it', () => {
  const config = readDotConfig('CONFIG_CRYPTO_FIPS140_EXTMOD=y\nCONFIG_JITTER=m\n')
  expect(withSelected(config, options)).toBe(config)
})
