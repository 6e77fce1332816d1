// SPDX-License-Identifier: GPL-2.0-only
import type { Command } from 'commander'
import { makeCbom } from '../../chain/evidence/make-cbom.js'
import { EXIT, type ExitCode } from '../../core/errors.js'
import { cbomText } from '../../report/evidence.js'
import { withBoots } from '../evidence-options.js'
import { newCommand, type RunCommand } from '../new-command.js'
import type { CommonOptions, Session } from '../session.js'

interface CbomOptions extends CommonOptions {
  readonly output: string
  readonly boot: readonly string[]
  readonly certificates?: string | undefined
}

export const cbomCommand = (run: RunCommand): Command =>
  withBoots(
    newCommand('cbom', {
      summary: 'write the cryptography of a module as a CycloneDX file',
      description:
        'Writes a CycloneDX 1.7 bill of materials in JSON: the module, the objects and sources it is made of, and each of its algorithms, templates and libraries. For each it gives family, primitive, mode, key sizes, implementation and self-test. It also says whether it is an approved service, by the list in the module and by where the code is. An image knows less than an archive, and an archive less than a build; the document names what it cannot tell. Algorithms that exist only at run time, their types and key sizes come from a boot (--boot). With SOURCE_DATE_EPOCH set, the same inputs give the same bytes.',
      examples: [
        ['kcarve boot ~/obj --json > boot.json', 'what /proc/crypto shows'],
        ['kcarve cbom ~/obj --boot boot.json -o fips140.cdx.json', 'a build, and that boot'],
        ['kcarve cbom arch/x86/boot/bzImage -o fips140.cdx.json', 'what an image tells by itself'],
      ],
      exitCodes: ['it is written', 'it is written, and a boot and the module tell different things'],
    })
      .argument('<path>', 'carved build, archive, vmlinux, bzImage, Image or fips140.ko')
      .requiredOption('-o, --output <file>', 'the bill of materials')
      .option(
        '--certificates <file>',
        'your notes of certificates, in YAML or JSON as for `kcarve ledger`; without it the document mentions none',
      ),
  ).action((path: string, options: CbomOptions) =>
    run('cbom', options, session => cbom(session, path, options)),
  )

async function cbom(
  session: Session,
  path: string,
  { boot, certificates, output }: CbomOptions,
): Promise<ExitCode> {
  const { progress, signal, paint } = session
  progress.begin('cbom')
  const written = await makeCbom({ path, boots: boot, notes: certificates, signal }, output)
  session.report('cbom/1', written, () => cbomText(written, { paint }))
  return written.differences.length === 0 ? EXIT.yes : EXIT.no
}
