// SPDX-License-Identifier: GPL-2.0-only
import type { Command } from 'commander'

export interface PublicKeyOptions {
  /** Files. */
  readonly publicKey: readonly string[]
}

export const addPublicKeyOption = (command: Command): Command =>
  command.option(
    '--public-key <file>',
    'a public key or certificate, in PEM, that must have signed an attestation; with several, one of them',
    (file: string, before: readonly string[]) => [...before, file],
    [],
  )
