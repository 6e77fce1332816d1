// SPDX-License-Identifier: GPL-2.0-only
import { expect, test } from 'vitest'
import { FormatError, UsageError } from '../core/errors.js'
import { readConfigFile, readConfigFragment } from './read-config-file.js'

test('a config that Kconfig wrote is whole, anything shorter is a fragment', () => {
  expect(readConfigFragment('CONFIG_A=y\n', 'x').kind).toBe('fragment')
  const heading =
    '#\n# Automatically generated file; DO NOT EDIT.\n# Linux/x86 6.12.117 Kernel Configuration\n#\n'
  expect(readConfigFragment(`${heading}CONFIG_A=y\n`, 'x').kind).toBe('whole')
})

test('what is wrong with a config is told with its name', async () => {
  expect(() => readConfigFragment('hello\n', 'my.config')).toThrow(FormatError)
  expect(() => readConfigFragment('hello\n', 'my.config')).toThrow('my.config: ')
  await expect(readConfigFile('/nonexistent/x.config')).rejects.toBeInstanceOf(UsageError)
})
