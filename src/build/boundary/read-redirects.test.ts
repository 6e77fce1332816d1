// SPDX-License-Identifier: GPL-2.0-only
import { expect, test } from 'vitest'
import { FormatError } from '../../core/errors.js'
import { readRedirects } from './read-redirects.js'

test('functions and variables are read, tables and parameters passed over', () => {
  const text = `#include "redirect-table.h"
FIPS140_TABLE(fips140_funcs)
	.text
FIPS140_FUNC(0, crypto_shash_final)
FIPS140_FUNC(1, x509_free_certificate)
FIPS140_VAR(hash_algo_name, .data..ro_after_init, 0x00b8, 64)
FIPS140_SETUP(0, "ca_keys=")
FIPS140_TABLE_END(fips140_funcs)
`
  expect(readRedirects(text)).toEqual({
    functions: [{ name: 'crypto_shash_final' }, { name: 'x509_free_certificate' }],
    variables: [{ name: 'hash_algo_name', section: '.data..ro_after_init', size: 184, align: 64 }],
  })
})

test('a variable without its fields is refused', () => {
  expect(() => readRedirects('FIPS140_VAR(x, .data)\n')).toThrow(FormatError)
})
