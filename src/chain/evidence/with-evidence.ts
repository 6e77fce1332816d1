// SPDX-License-Identifier: GPL-2.0-only
import {
  recordedBoots,
  reportOn,
  type Subject,
  type SubjectReport,
  withSubject,
} from '../../evidence/subject/index.js'
import { RESULT_FILE } from '../report/result-file.js'

export interface EvidenceInputs {
  /** A build, an archive, an image or a module. */
  readonly path: string
  /** Results of boots, or the directories of their logs. */
  readonly boots: readonly string[]
  readonly signal?: AbortSignal | undefined
}

/** Lends what the inputs hold; throws what withSubject and recordedBoots throw. */
export async function withEvidence<T>(
  { path, boots: paths, signal }: EvidenceInputs,
  use: (subject: Subject, report: SubjectReport) => Promise<T>,
): Promise<T> {
  const boots = (await Promise.all(paths.map(each => recordedBoots(each, RESULT_FILE)))).flat()
  return withSubject(path, { boots, signal }, subject => use(subject, reportOn(subject, boots.length)))
}
