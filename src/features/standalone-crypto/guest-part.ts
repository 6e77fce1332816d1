// SPDX-License-Identifier: GPL-2.0-only
import { fileURLToPath } from 'node:url'
import type { GuestPart } from '../../vm/index.js'

/** The checks and dumps of a carved kernel, and the program that speaks AF_ALG: the same from src/ and from the built package. */
export const guestPart: GuestPart = {
  directory: fileURLToPath(new URL('../../../src/features/standalone-crypto/guest', import.meta.url)),
  programs: ['afalg'],
}

/** The same and, for the root of a distribution, what its programs do with the kernel's cryptography. */
export const rootPart: GuestPart = {
  ...guestPart,
  checks: ['checks', 'clients'],
  programs: [...guestPart.programs, 'fscrypt', 'ktls', 'xts-whiten'],
}
