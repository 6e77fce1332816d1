// SPDX-License-Identifier: GPL-2.0-only
import type { Command } from 'commander'

/** What commands that attest have in common; see AttestOptions. */
export const addAttestOptions = (command: Command): Command =>
  command
    .option(
      '--attest <file>',
      'add the findings to this bundle of in-toto attestations (.intoto.jsonl); it is created if missing',
    )
    .option('--attest-key <file>', 'sign it with this private key (PEM: ECDSA P-256, Ed25519 or RSA)')
