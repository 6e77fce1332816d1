// SPDX-License-Identifier: GPL-2.0-only
import { basename } from 'node:path'
import type { Subject } from '../subject/index.js'

/** How some code is implemented, by the objects it is made of. */
export interface Implementation {
  /** Undefined where the objects are not known. */
  readonly platform: 'generic' | 'x86_64' | 'armv8-a' | undefined
  /** Objects that are made of assembler. */
  readonly assembler: readonly string[]
  /** What the names of these and of the driver say of the processor, such as `aesni`. */
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
  const words = [...assembler.map(path => basename(path, '.o')), driver ?? ''].flatMap(name =>
    name.split(/[^a-z0-9]+/),
  )
  return {
    platform: own.length === 0 ? undefined : platformOf(own.map(({ path }) => path)),
    assembler,
    features: FEATURES.filter(feature => words.includes(feature)),
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
