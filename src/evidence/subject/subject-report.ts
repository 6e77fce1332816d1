// SPDX-License-Identifier: GPL-2.0-only
import type { Subject } from './subject.js'

/** What evidence is about, and how much of it is known, as plain data for JSON. */
export interface SubjectReport extends Pick<Subject, 'path' | 'kind' | 'hmac'> {
  readonly module: Pick<Subject['module'], 'name' | 'version' | 'sha256'>
  readonly counts: Readonly<
    Record<'algorithms' | 'approved' | 'outside' | 'templates' | 'libraries' | 'objects' | 'boots', number>
  >
  /** Where boots and the module tell different things, a line each. */
  readonly differences: readonly string[]
  /** What could not be told, a line each. */
  readonly notTold: readonly string[]
}

export function reportOn(subject: Subject, boots: number): SubjectReport {
  const { path, kind, module, hmac, services, objects, unknown } = subject
  const { algorithms, templates, libraries, differences } = services
  return {
    path,
    kind,
    hmac,
    module: { name: module.name, version: module.version, sha256: module.sha256 },
    counts: {
      algorithms: algorithms.length,
      approved: algorithms.filter(({ approved }) => approved === true).length,
      outside: algorithms.filter(({ place }) => place !== 'module').length,
      templates: templates.length,
      libraries: libraries?.length ?? 0,
      objects: objects?.length ?? 0,
      boots,
    },
    differences,
    notTold: unknown,
  }
}
