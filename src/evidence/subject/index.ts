// SPDX-License-Identifier: GPL-2.0-only
export { type SubjectOptions, withSubject } from './open-subject.js'
export { recordedBoots } from './recorded-boots.js'
export type { Subject, SubjectFile } from './subject.js'
export { reportOn, type SubjectReport } from './subject-report.js'
