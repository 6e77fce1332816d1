// SPDX-License-Identifier: GPL-2.0-only
import type { Architecture } from '../../arch/architecture.js'
import { architectureNamed, architectures, hostArchitecture } from '../../arch/architectures.js'
import { UsageError } from '../../core/errors.js'
import { debianFlavour } from './debian-config.js'

/** For the help of `--arch`. */
export const ARCH_HELP = `architecture: ${architectures.map(({ name }) => name).join(', ')}`

/**
 * The architecture named, or the one that `config` says, a flavour of Debian's such as debian:cloud-arm64, or this machine's, or
 * x86_64. Throws UsageError for an unknown one, and where the two differ.
 */
export function chosenArchitecture(name: string | undefined, config?: string | undefined): Architecture {
  const named = name === undefined ? undefined : architectureNamed(name)
  const words = debianFlavour(config ?? '')?.split('-') ?? []
  const implied = architectures.find(({ debian }) => words.includes(debian))
  if (named !== undefined && implied !== undefined && named !== implied)
    throw new UsageError(`--config ${config} is for ${implied.name}, not ${named.name}`)
  return named ?? implied ?? hostArchitecture() ?? architectureNamed('x86_64')
}
