// SPDX-License-Identifier: GPL-2.0-only
import { expect, test } from 'vitest'
import { readDotConfig } from '../../formats/dot-config/index.js'
import { mergeConfig } from './merge-config.js'
import { unmetOptions } from './unmet-options.js'

test('what the fragment names is replaced, the rest stays', () => {
  const base = '# heading\nCONFIG_A=y\n# CONFIG_B is not set\nCONFIG_AB="x"\n'
  expect(mergeConfig(base, '# mine\n# CONFIG_A is not set\nCONFIG_B=m\n')).toBe(
    '# heading\nCONFIG_AB="x"\n# mine\n# CONFIG_A is not set\nCONFIG_B=m\n',
  )
})

test('options that did not become what was asked are listed, n and absent being the same', () => {
  const wanted = readDotConfig(
    'CONFIG_A=y\nCONFIG_B=m\n# CONFIG_C is not set\nCONFIG_D=8\nCONFIG_E=""\nCONFIG_F=y\n',
  )
  const got = readDotConfig('CONFIG_A=y\nCONFIG_B=y\nCONFIG_D=4\nCONFIG_E=""\n')
  expect(unmetOptions(wanted, got)).toEqual([
    { name: 'B', wanted: 'm', got: 'y' },
    { name: 'D', wanted: '8', got: '4' },
    { name: 'F', wanted: 'y', got: 'n' },
  ])
})
