// SPDX-License-Identifier: GPL-2.0-only
// What the check of the boundary goes by: where the kernel keeps cryptography, carved or not, and what the module may
// use of it all the same. Objects that stay in vmlinux have their reason in directories.ts.
import { DIRECTORY, GROUPS } from '../names.js'

/** Directories with software that belongs into the module: what vmlinux has of it is outside of the boundary. */
const libraries: readonly RegExp[] = [
  /^crypto\//,
  /^lib\/(?:crypto|mpi)\//,
  /^arch\/[^/]+\/(?:lib\/)?crypto\//,
]

/** Cryptography that never moves. The module must not use it. */
const neighbours: readonly RegExp[] = [
  // Drivers of hardware, which computes for itself.
  /^drivers\/crypto\//,
  // The entropy source, made of BLAKE2s and ChaCha. What the module may call of it is named below.
  /^drivers\/char\/random\.o$/,
]

/** What the payload adds to vmlinux: the loader, and the objects that groups leave. */
const own = new RegExp(`^${DIRECTORY}/|/${GROUPS.object}[^/]*\\.o$`)
const twins = new RegExp(`^${DIRECTORY}/.*twin`)

/**
 * What the kernel keeps at the path of an object, relative to the build: `library` is cryptography that belongs into the
 * module, `twin` a second copy of some in init memory for callers before the load, `neighbour` cryptography that the
 * module must not use, `other` no cryptography.
 */
export function placeOf(object: string): 'library' | 'twin' | 'neighbour' | 'other' {
  if (twins.test(object)) return 'twin'
  if (own.test(object)) return 'other'
  if (libraries.some(place => place.test(object))) return 'library'
  return neighbours.some(place => place.test(object)) ? 'neighbour' : 'other'
}

export const TWIN_REASON = 'early twin in init memory, for callers before the module is loaded'

/** A program that vmlinux carries as data, and that may have cryptography of its own. All are relative to the build. */
export interface SeparateProgram {
  readonly carriedBy: string
  readonly program: string
  readonly because: string
}

export const separatePrograms: readonly SeparateProgram[] = [
  {
    carriedBy: 'arch/x86/purgatory/kexec-purgatory.o',
    program: 'arch/x86/purgatory/purgatory.ro',
    because: 'a program of its own, which kexec runs between two kernels',
  },
]

/** Symbols of vmlinux that the module may import although cryptography defines them. */
export interface NamedSymbols {
  readonly symbols: readonly string[]
  readonly because: string
}

export const namedSymbols: readonly NamedSymbols[] = [
  {
    symbols: [
      'get_random_bytes',
      '__get_random_u32_below',
      'get_random_u8',
      'get_random_u16',
      'get_random_u32',
      'get_random_u64',
      'wait_for_random_bytes',
      'rng_is_initialized',
      'register_random_ready_notifier',
      'unregister_random_ready_notifier',
      'execute_with_initialized_rng',
      'add_hwgenerator_randomness',
      'add_device_randomness',
    ],
    because: 'the entropy source is outside by design',
  },
]

/** Objects whose algorithms get their names at run time, with what to call these. */
export const namedAtRunTime: ReadonlyMap<string, readonly string[]> = new Map([['crypto/drbg.o', ['drbg']]])
