// SPDX-License-Identifier: GPL-2.0-only
import { type Check, checkOf } from '../../../checks/check.js'
import type { Boundary } from '../boundary/index.js'
import { type ReportedService, readStatusReport } from '../services/status-report.js'

/** What tells that nothing is left out which should be there. */
const WELL_KNOWN = 'sha256'

/**
 * Whether /proc/fips140 calls services approved that need code outside of the module, as the boundary tells, and leaves out
 * none that does not. The kernel's own list is made by a script of the payload when it is built; this does not go by it.
 */
export function approvedServicesCheck(report: string, { imports }: Pick<Boundary, 'imports'>): Check {
  const { services } = readStatusReport(report)
  const outside = new Set(imports.flatMap(({ neededBy }) => neededBy))
  const needed = ({ name, driver }: ReportedService) => [
    ...new Set([name, driver].flatMap(partsOf).filter(part => outside.has(part))),
  ]
  const approved = services.filter(({ isApproved }) => isApproved)
  // The list goes by names: what one implementation needs counts for all.
  const known = services.filter(({ name }) => name === WELL_KNOWN)
  const isMissing =
    known.some(({ isApproved }) => !isApproved) && known.every(each => needed(each).length === 0)
  return checkOf('approved', 'approved services have all their code in the module', {
    evidence:
      services.length === 0 ? [] : [`${approved.length} approved, ${services.length - approved.length} not`],
    differences: [
      ...(services.length === 0 ? ['/proc/fips140 lists no service'] : []),
      ...approved
        .filter(each => needed(each).length > 0)
        .map(
          each =>
            `${each.name} (${each.driver}) is called approved: code of ${needed(each).join(', ')} is outside`,
        ),
      ...(isMissing ? [`${WELL_KNOWN} is not called approved, though all its code is inside`] : []),
    ],
  })
}

/** `hmac(sha256-generic)` is hmac and sha256-generic; `drbg_nopr_ctr_aes128` begins with drbg. */
const partsOf = (name: string): string[] => [name, ...name.split(/[(),_]+/).filter(part => part !== '')]
