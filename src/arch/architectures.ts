// SPDX-License-Identifier: GPL-2.0-only
import { UsageError } from '../core/errors.js'
import type { Architecture } from './architecture.js'
import { arm64 } from './arm64.js'
import { x86_64 } from './x86-64.js'

export const architectures: readonly Architecture[] = [x86_64, arm64]

/** The architecture of that name (`x86_64`); throws UsageError, naming those there are, for any other. */
export function architectureNamed(name: string): Architecture {
  const found = architectures.find(architecture => architecture.name === name)
  if (found !== undefined) return found
  const known = architectures.map(architecture => architecture.name).join(', ')
  throw new UsageError(`Unknown architecture ${name}`, { hint: `known: ${known}` })
}

/** The architecture of the machine we run on, or undefined when it is none of ours. */
export function hostArchitecture(): Architecture | undefined {
  const names: Readonly<Record<string, string>> = { x64: 'x86_64', arm64: 'arm64' }
  return architectures.find(architecture => architecture.name === names[process.arch])
}
