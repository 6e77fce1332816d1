// SPDX-License-Identifier: GPL-2.0-only
// How the kernel names what its cryptography exports. test/tree holds this against a tree: every symbol that the carved
// directories export, and no other.
import { namedSymbols } from './cryptography.js'
import { carvedDirectories } from './directories.js'

/** How the names begin, as regular expressions. */
const families: readonly string[] = [
  // The API, its templates and helpers, AF_ALG.
  ...['_{0,2}crypto_', '(?:acomp|aead|ahash|akcipher|kpp|l?skcipher|shash|cryptd|af_alg|drbg|jent)_'],
  ...['scatterwalk_', 'memcpy_(?:from_|to_)?(?:sglist|scatterwalk)', 'simd_(?:(?:un)?register|skcipher)_'],
  ...['sig_register_instance$', 'alg_test$', 'fips_', 'crc_t10dif_generic$'],
  '_{0,2}async_(?:tx_|xor|memcpy$|gen_syndrome|syndrome_val|raid6_|trigger_callback)',
  // Keys and certificates.
  ...['(?:un)?register_asymmetric_key_', '(?:find|query)_asymmetric_key', 'asymmetric_key_'],
  ...['key_type_asymmetric$', 'key_being_used_for$', 'public_key_', 'pkcs7_', 'x509_', 'rsa_parse_'],
  ...['(?:create|verify)_signature$', '(?:en|de)crypt_blob$', 'mpi_', 'vli_', 'mldsa_', 'sm2_'],
  ...['ecc_(?!sw_hamming)', 'curve25519'],
  // Hashes and message authentication.
  ...[
    '_{0,2}(?:hmac_)?(?:md5|sm3|sha1|sha224|sha256|sha3|sha384|sha512)(?:_|$)',
    'hash_(?:algo_name|digest_size)$',
  ],
  ...['shake(?:128|256|_squeeze)', 'blake2[bs]_', 'streebog', 'nh$', 'ghash_', 'polyval_', 'poly1305_'],
  ...['gf128mul_', 'xor_blocks$'],
  // Ciphers.
  ...['(?:ce_|neon_)?aes(?:cfb|gcm)?_', 'arc4_', 'aria_', 'blowfish_', 'sm4_', 'des3?_(?!pcbc)', 'ppc_'],
  ...['_{0,2}camellia_', '_{0,2}cast[56]?_', '_{0,2}serpent_', '_{0,2}twofish_', 'x?h?chacha'],
]
const cryptographic = new RegExp(`^(?:${families.join('|')})`)

const exceptions = new Map([
  ...carvedDirectories.flatMap(({ stays }) =>
    stays.flatMap(({ exports = [], because }) => exports.map(name => [name, because] as const)),
  ),
  ...namedSymbols.flatMap(({ symbols, because }) => symbols.map(name => [name, because] as const)),
])

/** Namespaces of nothing but cryptography. */
export const cryptographicNamespaces: readonly string[] = ['CRYPTO_INTERNAL']

/** Whether a symbol that the kernel exports is cryptography, by its name; a named exception has the reason. */
export function namedCryptography(name: string): { readonly exception: string | undefined } | undefined {
  const exception = exceptions.get(name)
  return exception !== undefined || cryptographic.test(name) ? { exception } : undefined
}
