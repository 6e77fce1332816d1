// SPDX-License-Identifier: GPL-2.0-only
import { writeFile } from 'node:fs/promises'
import { resolve } from 'node:path'
import { writeWhole } from '../../core/write-whole.js'
import { cbomOf } from '../../evidence/cbom/index.js'
import { evidenceTime } from '../../evidence/evidence-time.js'
import type { WrittenCbom } from '../../report/evidence.js'
import { version } from '../version.js'
import { type EvidenceInputs, withEvidence } from './with-evidence.js'

/** Writes the bill of materials of a module; throws what withEvidence throws. */
export async function makeCbom(inputs: EvidenceInputs, output: string): Promise<WrittenCbom> {
  const time = evidenceTime()
  return withEvidence(inputs, async (subject, report) => {
    const bom = cbomOf(subject, { time, version })
    const file = resolve(output)
    await writeWhole(file, partial => writeFile(partial, `${JSON.stringify(bom, null, 2)}\n`))
    return { ...report, output: file, specVersion: bom.specVersion, serialNumber: bom.serialNumber }
  })
}
