// SPDX-License-Identifier: GPL-2.0-only
import { basename } from 'node:path'
import type { Architecture } from '../../arch/architecture.js'
import { openBuild } from '../../build/index.js'
import { fileOf, type Statement, testStatement, textOf } from '../../evidence/attest/index.js'
import { evidenceTime } from '../../evidence/evidence-time.js'
import type { ProofReport } from '../../features/standalone-crypto/prove/index.js'
import { buildFiles, fileDigest, imageFiles } from './kernel-files.js'
import { machineFacts } from './machine-facts.js'

/** States what the comparison of a carved kernel with stock has shown: of the carved one. */
export async function attestProof(report: ProofReport, arch: Architecture): Promise<Statement> {
  const carved = await openBuild(report.builds.carved.objDir)
  const { image } = report.builds.stock
  const files = await buildFiles(carved)
  const scenarios = report.boots.flatMap(boot => (boot.kernel === 'carved' ? [boot.scenario] : []))
  return testStatement({
    command: 'prove',
    subjects: [...(await imageFiles(carved.image)), ...files.vmlinux],
    configuration: [
      ...files.config,
      fileOf(`stock ${basename(image)}`, await fileDigest(image)),
      textOf('kernel command lines', scenarios.join('\n')),
      await machineFacts(arch),
    ],
    checks: report.checks,
    time: evidenceTime(),
    arch: report.arch,
    release: report.release,
    scenarios,
  })
}
