// SPDX-License-Identifier: GPL-2.0-only
import type { LibraryFact } from '../../features/standalone-crypto/services/index.js'
import { cryptographyOf } from './cryptography.js'
import type { Cryptography } from './vocabulary.js'

/** What a library of the kernel is, by the name that kbuild gives it. One whose name tells nothing is said to be unknown. */
export function libraryCryptography({ name }: Pick<LibraryFact, 'name'>): Cryptography {
  const base = name
    .replaceAll('_', '-')
    .replace(/^lib/, '')
    .replace(/-(?:generic|x86-64|x86|arm64|ce|neon|ni|ssse3|avx2?)$/, '')
  const { algorithm, ...fixed } = LIBRARIES[base] ?? { algorithm: base }
  return { ...cryptographyOf(algorithm), ...fixed }
}

type Told = { readonly algorithm: string } & Partial<Cryptography>

/** Those that are not called what their algorithm is in /proc/crypto. */
const LIBRARIES: Readonly<Record<string, Told>> = {
  aescfb: { algorithm: 'cfb(aes)' },
  aesgcm: { algorithm: 'gcm(aes)' },
  blake2b: { algorithm: 'blake2b-512', name: 'BLAKE2b', parameterSet: undefined },
  blake2s: { algorithm: 'blake2s-256', name: 'BLAKE2s', parameterSet: undefined },
  chacha: { algorithm: 'chacha20', name: 'ChaCha20', family: 'ChaCha20' },
  chacha20poly1305: { algorithm: 'rfc7539(chacha20,poly1305)' },
  sha3: { algorithm: 'sha3-256', name: 'SHA-3', parameterSet: undefined },
  // Each has two sizes.
  sha256: { algorithm: 'sha256', name: 'SHA-224, SHA-256', parameterSet: undefined },
  sha512: { algorithm: 'sha512', name: 'SHA-384, SHA-512', parameterSet: undefined },
  mldsa: { algorithm: 'mldsa65', name: 'ML-DSA', parameterSet: undefined },
  // Arithmetic and parts of modes.
  ...Object.fromEntries(
    ['mpi', 'gf128mul', 'gf128hash', 'polyval', 'ghash', 'nh', 'curve25519-fiat'].map(name => [
      name,
      { algorithm: name, name, primitive: 'other' as const, functions: [] },
    ]),
  ),
}
