// SPDX-License-Identifier: GPL-2.0-only
import { Spec, Validation } from '@cyclonedx/cyclonedx-library'

/** What the official schema says against a bill of materials in JSON; null where it is valid. */
export const cyclonedxProblems = (json: string): Promise<unknown> =>
  new Validation.JsonStrictValidator(Spec.Version.v1dot7).validate(json)
