// SPDX-License-Identifier: GPL-2.0-only
import { basename } from 'node:path'
import type { Subject } from '../subject/index.js'

/** How some code is implemented, by the objects it is made of. */
export interface Implementation {
  /** Undefined where the objects are not known. */
  readonly platform: 'generic' | 'x86_64' | 'armv8-a' | undefined
  /** Objects that are made of assembler. */
  readonly assembler: readonly string[]
  /** What the name of the driver, or else those of the objects, says of the processor, such as `aesni`. */
  readonly features: readonly string[]
  readonly sources: readonly string[]
}

export function implementationOf(
  paths: readonly string[],
  { objects }: Pick<Subject, 'objects'>,
  driver: string | null,
): Implementation {
  const own = (objects ?? []).filter(({ path }) => paths.includes(path))
  const assembler = own.filter(({ source }) => source?.endsWith('.S') === true).map(({ path }) => path)
  const featuresIn = (names: readonly string[]) => {
    const words = names.flatMap(name => name.split(/[^a-z0-9]+/))
    return FEATURES.filter(feature => words.includes(feature))
  }
  // Objects of several implementations have one driver for each.
  const ofDriver = featuresIn([driver ?? ''])
  return {
    platform: own.length === 0 ? undefined : platformOf(own.map(({ path }) => path)),
    assembler,
    features: ofDriver.length > 0 ? ofDriver : featuresIn(assembler.map(path => basename(path, '.o'))),
    sources: [...new Set(own.flatMap(({ source }) => source ?? []))].sort(),
  }
}

function platformOf(paths: readonly string[]): Implementation['platform'] {
  const has = (arch: string) => paths.some(path => path.split('/').includes(arch))
  if (has('x86')) return 'x86_64'
  return has('arm64') ? 'armv8-a' : 'generic'
}

/** As the kernel's files and drivers spell them. */
const FEATURES = [
  ...['sse2', 'ssse3', 'sse4', 'avx', 'avx2', 'avx512', 'avx512vl', 'avx10', 'bmi2', 'adx'],
  ...['aesni', 'vaes', 'pclmul', 'pclmulqdqni', 'pclmulqdq', 'clmulni', 'vpclmulqdq', 'ni', 'shani', 'gfni'],
  ...['ce', 'neon', 'sve2'],
]
