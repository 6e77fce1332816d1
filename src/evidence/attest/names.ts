// SPDX-License-Identifier: GPL-2.0-only

/**
 * What statements call what kcarve does. These are names, not addresses: docs/evidence.md says what each stands for, and what
 * parameters there are.
 */
export const NAMES = {
  builder: 'urn:kcarve:builder',
  buildType: 'urn:kcarve:build:1',
  verifier: 'urn:kcarve:verifier',
  verifyPolicy: 'urn:kcarve:policy:verify:1',
  reusePolicy: 'urn:kcarve:policy:reuse:1',
} as const
