// SPDX-License-Identifier: GPL-2.0-only

import type { TakenOut } from './taken-out.js'

/** A directory whose built-in objects are carved into the module. */
export interface CarvedDirectory {
  /** Relative to the tree. */
  readonly path: string
  /** Not every tree has it. */
  readonly optional?: boolean | undefined
  /** kbuild comes here only if this option is set, and no carved directory says so. */
  readonly option?: string | undefined
  /** Nothing of it is carved, for this reason: its makefile stays as it is. */
  readonly leftOut?: string | undefined
  /** What stays in vmlinux all the same. */
  readonly stays: readonly StayingObjects[]
  /** Parts of composites that stay while the rest is carved; `stays` names them too. */
  readonly takenOut?: readonly TakenOut[] | undefined
}

export interface StayingObjects {
  /** As an `obj-` line names them. The tree may lack some. */
  readonly objects: readonly string[]
  /** A comment above the rule in the makefile: what would break. Wrapped when it is written. */
  readonly reason: readonly string[]
  /** The same as one clause, for people who read a plan. */
  readonly because: string
  /** What they export, which says whose a symbol is where no object does. */
  readonly exports?: readonly string[] | undefined
}

const HASH_INFO: StayingObjects = {
  objects: ['hash_info.o'],
  reason: ['Not in fips140.ko: IMA parses ima_hash= with hash_algo_name[] before the module is loaded.'],
  because: 'names of hash algorithms, read before the module is loaded (ima_hash= on the command line)',
  exports: ['hash_algo_name', 'hash_digest_size'],
}

const BLAKE2S_X86: StayingObjects = {
  objects: ['libblake2s-x86_64.o'],
  reason: ['Not in fips140.ko: random.c needs it before the module is loaded.', 'No approved algorithm.'],
  because: 'random.c calls it before the module is loaded; no approved algorithm',
  exports: ['blake2s_compress'],
}

/** In link order, but for those of an architecture, which come first. */
export const carvedDirectories: readonly CarvedDirectory[] = [
  {
    path: 'crypto',
    stays: [
      {
        objects: ['fips.o'],
        reason: ['Not in fips140.ko: the loader and the early boot parameters need fips_enabled.'],
        because: 'fips_enabled is used before the module is loaded',
        exports: ['fips_enabled', 'fips_fail_notif_chain', 'fips_fail_notify'],
      },
      HASH_INFO,
      {
        objects: ['xor.o'],
        reason: ['Not cryptography.'],
        because: 'RAID parity, not cryptography',
        exports: ['xor_blocks'],
      },
    ],
  },
  { path: 'crypto/asymmetric_keys', stays: [] },
  { path: 'crypto/async_tx', stays: [] },
  { path: 'crypto/krb5', optional: true, stays: [] },
  {
    path: 'lib/crypto',
    stays: [
      HASH_INFO,
      {
        objects: ['libcryptoutils.o'],
        reason: ['Not cryptography: comparison in constant time, and xor.'],
        because: 'comparison in constant time and xor, not cryptography',
        exports: ['__crypto_memneq', '__crypto_xor'],
      },
      {
        objects: [
          'chacha.o',
          'chacha-block-generic.o',
          'libblake2s.o',
          'blake2s.o',
          'arm/blake2s-core.o',
          'x86/blake2s-core.o',
        ],
        reason: [
          'Not in fips140.ko: random.c needs it before the module is loaded.',
          'No approved algorithm.',
        ],
        because: 'random.c calls it before the module is loaded; no approved algorithm',
        exports: [
          'chacha_block_generic',
          'hchacha_block_generic',
          'blake2s_update',
          'blake2s_final',
          'blake2s_compress_generic',
        ],
      },
      {
        objects: ['simd.o'],
        reason: ['Not cryptography: a per-CPU variable that self-tests write and all others read.'],
        because: 'a per-CPU variable of self-tests, not cryptography',
        exports: ['crypto_simd_disabled_for_test'],
      },
      {
        objects: ['tests/'],
        reason: ['Not in fips140.ko: unit tests of it.'],
        because: 'unit tests of the module, no part of it',
      },
    ],
  },
  { path: 'lib/crypto/mpi', optional: true, stays: [] },
  { path: 'lib/mpi', optional: true, option: 'MPILIB', stays: [] },
  { path: 'arch/x86/crypto', stays: [BLAKE2S_X86] },
  { path: 'arch/arm64/crypto', stays: [] },
  { path: 'arch/x86/lib/crypto', optional: true, stays: [BLAKE2S_X86] },
  { path: 'arch/arm64/lib/crypto', optional: true, stays: [] },
]
