// SPDX-License-Identifier: GPL-2.0-only
import { expect, test } from 'vitest'
import { configuredTexts } from './configured.js'

const unmet = [
  {
    name: 'RUST',
    wanted: 'y',
    got: 'n',
    because: { kind: 'depends', text: 'it depends on RUST_IS_AVAILABLE, which is n' },
  },
  { name: 'ODD', wanted: '1', got: '2', because: null },
  {
    name: 'GCC_VERSION',
    wanted: '16',
    got: '12',
    because: { kind: 'derived', text: 'it follows from the tools' },
  },
] as const
const overridden = [
  { name: 'SYSTEM_TRUSTED_KEYS', wanted: 'debian/x.pem', is: '', because: 'there is no debian/x.pem' },
]

test('every option is told with its reason, what is derived only as a count', () => {
  expect(configuredTexts({ unmet, overridden })).toEqual([
    'CONFIG_SYSTEM_TRUSTED_KEYS is overridden: "", not "debian/x.pem": there is no debian/x.pem',
    '2 options not as asked for',
    '  CONFIG_RUST  asked for y, is n  it depends on RUST_IS_AVAILABLE, which is n',
    '  CONFIG_ODD   asked for 1, is 2  its Kconfig does not tell why',
    '1 option that Kconfig derives from others and from the tools differs (-v)',
  ])
  expect(configuredTexts({ unmet, overridden: [] }, { verbose: true }).at(-1)).toContain('CONFIG_GCC_VERSION')
  expect(configuredTexts({ unmet: [], overridden: [] })).toEqual([])
})

test('a long list is cut', () => {
  const many = Array.from({ length: 50 }, (_, index) => ({ ...unmet[0], name: `O${index}` }))
  expect(configuredTexts({ unmet: many, overridden: [] }).at(-1)).toBe('  and 10 more (-v)')
})
