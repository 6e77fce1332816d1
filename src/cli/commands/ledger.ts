// SPDX-License-Identifier: GPL-2.0-only
import type { Command } from 'commander'
import { readLedger } from '../../chain/evidence/read-ledger.js'
import { EXIT, type ExitCode } from '../../core/errors.js'
import { readPublicKey } from '../../evidence/attest/index.js'
import { ledgerText } from '../../report/ledger.js'
import { newCommand, type RunCommand } from '../new-command.js'
import { addPublicKeyOption, type PublicKeyOptions } from '../public-key-option.js'
import type { CommonOptions, Session } from '../session.js'

interface LedgerOptions extends CommonOptions, PublicKeyOptions {
  readonly certificates?: string | undefined
}

export const ledgerCommand = (run: RunCommand): Command =>
  addPublicKeyOption(
    newCommand('ledger', {
      summary: 'show which kernels carry which certified module',
      description:
        'Reads the bundles of attestations (.intoto.jsonl) and the archives below a directory, and the certificates that you have noted in certificates.yaml there: number, dates, and the SHA-256 of the module. For each module it shows the kernels that carry exactly that binary; the verdicts and boots that prove it, with file and line; and what nothing proves. kcarve looks up no certificates: it uses what you noted.',
      examples: [
        ['kcarve ledger evidence/', 'what is there, without regard to signatures'],
        ['kcarve ledger evidence/ --public-key KEY.pub', 'only what this key has signed counts'],
        ['kcarve ledger evidence/ --json > ledger.json; kcarve report ledger.json', 'for paper'],
      ],
      exitCodes: [
        'nothing is missing: every kernel in use has its proof and, where certificates are noted, a module with one',
        'something is missing, contradicted, damaged or not to be believed; the output lists it',
      ],
    }).argument('<dir>', 'directory with bundles and archives, at any depth; links are not followed'),
  )
    .option(
      '--certificates <file>',
      'your notes in YAML or JSON (default: certificates.yaml, .yml or .json in the directory)',
    )
    .action((directory: string, options: LedgerOptions) =>
      run('ledger', options, session => ledger(session, directory, options)),
    )

async function ledger(
  { progress, signal, keep, report, paint }: Session,
  directory: string,
  { certificates, publicKey }: LedgerOptions,
): Promise<ExitCode> {
  const keys = await Promise.all(publicKey.map(readPublicKey))
  const { detail: onDetail } = progress.begin('ledger')
  const read = await readLedger(directory, { certificates, keys, signal, onDetail })
  await keep('ledger/1', read)
  report('ledger/1', read, () => ledgerText(read, { paint }))
  return read.warnings.length === 0 ? EXIT.yes : EXIT.no
}
