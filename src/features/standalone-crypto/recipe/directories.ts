// SPDX-License-Identifier: GPL-2.0-only

/** A directory whose built-in objects are carved into the module. */
export interface CarvedDirectory {
  /** Relative to the tree. */
  readonly path: string
  /** Trees of some age do not have it. */
  readonly optional?: boolean | undefined
  /** Nothing of it is carved, for this reason: its makefile stays as it is. */
  readonly leftOut?: string | undefined
  /** What stays in vmlinux all the same. */
  readonly stays: readonly StayingObjects[]
}

export interface StayingObjects {
  /** As an `obj-` line names them. Those the tree or the config lacks do no harm. */
  readonly objects: readonly string[]
  /** A comment above the rule in the makefile: what would break. Wrapped when it is written. */
  readonly reason: readonly string[]
  /** The same as one clause, for people who read a plan. */
  readonly because: string
}

/** SRCARCH, not ARCH: ARCH=x86_64 has no directory of its own, and its objects would vanish from both sides. */
export const carvedDirectories: readonly CarvedDirectory[] = [
  {
    path: 'crypto',
    stays: [
      {
        objects: ['fips.o', 'hash_info.o'],
        reason: [
          'Not in fips140.ko: the loader and the early boot parameters need fips_enabled,',
          'and IMA parses ima_hash= with hash_algo_name[] before the module is loaded.',
        ],
        because: 'used before the module is loaded (fips_enabled, ima_hash= on the command line)',
      },
      { objects: ['xor.o'], reason: ['Not cryptography.'], because: 'RAID parity, not cryptography' },
    ],
  },
  { path: 'crypto/asymmetric_keys', stays: [] },
  { path: 'crypto/async_tx', stays: [] },
  { path: 'crypto/krb5', optional: true, stays: [] },
  {
    path: 'arch/x86/crypto',
    stays: [
      {
        objects: ['libblake2s-x86_64.o'],
        reason: ['Not in fips140.ko: random.c needs it before the module is loaded.'],
        because: 'random.c calls it before the module is loaded',
      },
    ],
  },
  { path: 'arch/arm64/crypto', stays: [] },
]
