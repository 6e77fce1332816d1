// SPDX-License-Identifier: GPL-2.0-only
import type { Command } from 'commander'
import { makePolicy } from '../../chain/evidence/make-policy.js'
import { EXIT, type ExitCode } from '../../core/errors.js'
import { readPublicKey } from '../../evidence/attest/index.js'
import { policyText } from '../../report/evidence.js'
import { withBoots } from '../evidence-options.js'
import { newCommand, type RunCommand } from '../new-command.js'
import { addPublicKeyOption, type PublicKeyOptions } from '../public-key-option.js'
import type { CommonOptions, Session } from '../session.js'

interface PolicyOptions extends CommonOptions, PublicKeyOptions {
  readonly output: string
  readonly boot: readonly string[]
  readonly bundle: readonly string[]
}

export const policyCommand = (run: RunCommand): Command =>
  addPublicKeyOption(
    withBoots(
      newCommand('policy', {
        summary: 'write the tables of a FIPS 140-3 security policy from a build',
        description:
          'Writes Markdown and HTML in the order of ISO/IEC 19790 Annex B and SP 800-140B. The tables list name, version, digests and files; components inside and outside with reasons; tested configurations, from attestations. They list algorithms with their capabilities, services with their indicators, self-tests, error states, and where code zeroizes. Everything in them comes from the build, from boots and from attestations. Marks show what a person still has to write.',
        examples: [
          ['kcarve policy ~/obj -o policy', 'the tables of a build'],
          [
            'kcarve policy ~/obj --boot boot.json --bundle evidence.intoto.jsonl -o policy',
            'with what boots showed, and what was attested',
          ],
        ],
        exitCodes: [
          'it is written',
          'it is written, and a boot and the module tell different things, or a bundle is damaged',
        ],
      })
        .argument('<build>', 'build directory of a carved kernel')
        .requiredOption('-o, --output <directory>', 'an empty or new directory')
        .option(
          '--bundle <file>',
          'attestations of boot and prove; give it again for each',
          (path: string, before: readonly string[]) => [...before, path],
          [],
        ),
    ),
  ).action((path: string, options: PolicyOptions) =>
    run('policy', options, session => policy(session, path, options)),
  )

async function policy(
  session: Session,
  path: string,
  { boot, bundle, publicKey, output }: PolicyOptions,
): Promise<ExitCode> {
  const { progress, signal, paint } = session
  progress.begin('policy')
  const keys = await Promise.all(publicKey.map(readPublicKey))
  const written = await makePolicy({ path, boots: boot, bundles: bundle, keys, signal }, output)
  session.report('policy/1', written, () => policyText(written, { paint }))
  return written.differences.length + written.problems.length === 0 ? EXIT.yes : EXIT.no
}
