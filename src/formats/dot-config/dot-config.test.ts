// SPDX-License-Identifier: GPL-2.0-only
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { valueOrFormatError } from '../testing/value-or-format-error.js'
import { type ConfigValue, readDotConfig, tristate } from './index.js'
import { writeDotConfig } from './testing/write-dot-config.js'

const TEXT = `#
# Automatically generated file; DO NOT EDIT.
#
CONFIG_CRYPTO=y
CONFIG_CRYPTO_AES=m
# CONFIG_CRYPTO_FIPS is not set

CONFIG_64BIT=y
CONFIG_NR_CPUS=64
CONFIG_PHYSICAL_START=0x1000000
CONFIG_CC_VERSION_TEXT="gcc (Debian 12.2.0-14) 12.2.0"
CONFIG_CMDLINE="say \\"a\\\\b\\""
CONFIG_EMPTY=""
`

test('tristates, numbers and strings are told apart', () => {
  expect(Object.fromEntries(readDotConfig(TEXT))).toEqual({
    CRYPTO: { type: 'tristate', value: 'y' },
    CRYPTO_AES: { type: 'tristate', value: 'm' },
    CRYPTO_FIPS: { type: 'tristate', value: 'n' },
    '64BIT': { type: 'tristate', value: 'y' },
    NR_CPUS: { type: 'number', value: '64' },
    PHYSICAL_START: { type: 'number', value: '0x1000000' },
    CC_VERSION_TEXT: { type: 'string', value: 'gcc (Debian 12.2.0-14) 12.2.0' },
    CMDLINE: { type: 'string', value: 'say "a\\b"' },
    EMPTY: { type: 'string', value: '' },
  })
})

test('an option that is absent, unset, or no tristate is n', () => {
  const config = readDotConfig(TEXT)
  const asked = ['CRYPTO', 'CRYPTO_AES', 'CRYPTO_FIPS', 'NR_CPUS', 'NOWHERE']
  expect(asked.map(name => tristate(config, name))).toEqual(['y', 'm', 'n', 'n', 'n'])
})

test('the last line for an option counts', () => {
  expect(tristate(readDotConfig('CONFIG_X=y\nCONFIG_X=m\n# CONFIG_X is not set\n'), 'X')).toBe('n')
  expect(tristate(readDotConfig('# CONFIG_X is not set\r\nCONFIG_X=y\r\n'), 'X')).toBe('y')
})

test('a line that is no configuration names its offset', () => {
  expect(() => readDotConfig('CONFIG_A=y\nmake this\n')).toThrow(
    'option at offset 11: "make this" is not a configuration line',
  )
  expect(() => readDotConfig('CONFIG_A="open\n')).toThrow('value of CONFIG_A at offset 0')
})

const value: fc.Arbitrary<ConfigValue> = fc.oneof(
  fc.record({
    type: fc.constant('tristate' as const),
    value: fc.constantFrom('y' as const, 'm' as const, 'n' as const),
  }),
  fc.record({
    type: fc.constant('number' as const),
    value: fc.oneof(
      fc.integer().map(String),
      fc.nat().map(n => `0x${n.toString(16)}`),
    ),
  }),
  fc.record({
    type: fc.constant('string' as const),
    value: fc.string().filter(text => !/[\n\r\u2028\u2029]/.test(text)),
  }),
)

test('reading what was written gives the options, in their order', () => {
  const options = fc.uniqueArray(fc.tuple(fc.stringMatching(/^[A-Z0-9_]{1,20}$/), value), {
    selector: ([name]) => name,
  })
  fc.assert(
    fc.property(options, pairs => {
      expect([...readDotConfig(writeDotConfig(new Map(pairs)))]).toEqual(pairs)
    }),
  )
})

test('any text gives a value or a format error', () => {
  fc.assert(
    fc.property(fc.string({ maxLength: 200 }), fc.string(), (text, tail) => {
      valueOrFormatError(() => readDotConfig(text))
      valueOrFormatError(() => readDotConfig(`CONFIG_X="${tail}\n`))
    }),
    { numRuns: 500 },
  )
})

test('a value may be longer than a regular expression can go back over', () => {
  const long = 'a'.repeat(2 ** 24)
  expect(readDotConfig(`CONFIG_X="${long}"\n`).get('X')).toEqual({ type: 'string', value: long })
})
