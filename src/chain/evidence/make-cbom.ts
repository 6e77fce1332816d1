// SPDX-License-Identifier: GPL-2.0-only
import { writeFile } from 'node:fs/promises'
import { resolve } from 'node:path'
import { UsageError } from '../../core/errors.js'
import { loadFile } from '../../core/load-file.js'
import { writeWhole } from '../../core/write-whole.js'
import { cbomOf } from '../../evidence/cbom/index.js'
import { evidenceTime } from '../../evidence/evidence-time.js'
import { readNotes } from '../../evidence/ledger/index.js'
import type { WrittenCbom } from '../../report/evidence.js'
import { version } from '../version.js'
import { type EvidenceInputs, withEvidence } from './with-evidence.js'

/** Writes the bill of materials of a module; throws what withEvidence and readNotes throw, and UsageError for notes without this module. */
export async function makeCbom(
  inputs: EvidenceInputs & { readonly notes?: string | undefined },
  output: string,
): Promise<WrittenCbom> {
  const time = evidenceTime()
  const { notes } = inputs
  const noted = notes === undefined ? undefined : readNotes((await loadFile(notes)).toString('utf8'), notes)
  return withEvidence(inputs, async (subject, report) => {
    const certificates = noted?.certificates.filter(each => each.module === subject.module.sha256)
    if (certificates?.length === 0) {
      throw new UsageError(
        `${notes} notes no certificate of this module, whose SHA-256 is ${subject.module.sha256}`,
      )
    }
    const bom = cbomOf(subject, { time, version, certificates })
    const file = resolve(output)
    await writeWhole(file, partial => writeFile(partial, `${JSON.stringify(bom, null, 2)}\n`))
    return { ...report, output: file, specVersion: bom.specVersion, serialNumber: bom.serialNumber }
  })
}
