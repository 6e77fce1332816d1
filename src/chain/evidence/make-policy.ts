// SPDX-License-Identifier: GPL-2.0-only
import { mkdir, writeFile } from 'node:fs/promises'
import { join, resolve } from 'node:path'
import { writeWhole } from '../../core/write-whole.js'
import type { AttestationKey } from '../../evidence/attest/index.js'
import { attestedTests, policyInputs, policyMarkdown, securityPolicy } from '../../evidence/policy/index.js'
import type { WrittenPolicy } from '../../report/evidence.js'
import { policyHtml, readPageAssets } from '../../report-page/index.js'
import { version } from '../version.js'
import { type EvidenceInputs, withEvidence } from './with-evidence.js'

/** Writes the tables for a security policy, as Markdown and HTML; throws what withEvidence and policyInputs throw. */
export async function makePolicy(
  inputs: EvidenceInputs & {
    readonly bundles: readonly string[]
    /** One of these must have signed what counts; with none, signatures do not matter. */
    readonly keys: readonly AttestationKey[]
  },
  output: string,
): Promise<WrittenPolicy> {
  const assets = await readPageAssets()
  return withEvidence(inputs, async (subject, report) => {
    const { configurations, problems } = await attestedTests(
      inputs.bundles,
      subject.module.sha256,
      inputs.keys,
    )
    const made = securityPolicy(await policyInputs(subject, configurations), { version })
    const directory = resolve(output)
    await writeWhole(directory, async partial => {
      await mkdir(partial, { recursive: true })
      await writeFile(join(partial, 'security-policy.md'), policyMarkdown(made))
      await writeFile(join(partial, 'security-policy.html'), policyHtml(made, assets))
    })
    return {
      ...report,
      output: directory,
      files: ['security-policy.md', 'security-policy.html'],
      sections: made.sections.map(({ number, title, blocks }) => ({
        ...{ number, title },
        tables: blocks.filter(({ kind }) => kind === 'table').length,
        toWrite: blocks.filter(({ kind }) => kind === 'person').length,
      })),
      configurations,
      problems,
    }
  })
}
