// SPDX-License-Identifier: GPL-2.0-only
import type { Command } from 'commander'

/** What commands that attest have in common; see AttestOptions. */
export const addAttestOptions = (command: Command): Command =>
  command
    .option(
      '--attest <file>',
      'add what was found to this bundle of in-toto attestations (.intoto.jsonl), which is made if it is not there',
    )
    .option('--attest-key <file>', 'sign it with this private key (PEM: ECDSA P-256, Ed25519 or RSA)')
