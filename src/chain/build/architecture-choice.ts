// SPDX-License-Identifier: GPL-2.0-only
import type { Architecture } from '../../arch/architecture.js'
import { architectureNamed, architectures, hostArchitecture } from '../../arch/architectures.js'

/** For the help of `--arch`. */
export const ARCH_HELP = `architecture: ${architectures.map(({ name }) => name).join(', ')}`

/** The architecture named, or this machine's, or x86_64. Throws UsageError for an unknown one. */
export function chosenArchitecture(name: string | undefined): Architecture {
  return name === undefined ? (hostArchitecture() ?? architectureNamed('x86_64')) : architectureNamed(name)
}
