// SPDX-License-Identifier: GPL-2.0-only
import { expect, test } from 'vitest'
import { FormatError } from '../../../core/errors.js'
import { readRedirects } from './read-redirects.js'

test('functions and variables are read, tables and parameters passed over', () => {
  const text = `#include "redirect-macros.S"
	fips140_table fips140_funcs
	.text
	fips140_func 0, crypto_shash_final
	fips140_func 1, x509_free_certificate
	fips140_func 2, sha256, fips140_early_sha256
	fips140_var hash_algo_name, .data..ro_after_init, 0x00b8, 64
	fips140_setup 0, "ca_keys="
	fips140_table_end fips140_funcs
`
  expect(readRedirects(text)).toEqual({
    functions: [
      { name: 'crypto_shash_final' },
      { name: 'x509_free_certificate' },
      { name: 'sha256', twin: 'fips140_early_sha256' },
    ],
    variables: [{ name: 'hash_algo_name', section: '.data..ro_after_init', size: 184, align: 64 }],
  })
})

test('a variable without its fields is refused', () => {
  expect(() => readRedirects('\tfips140_var x, .data\n')).toThrow(FormatError)
})
