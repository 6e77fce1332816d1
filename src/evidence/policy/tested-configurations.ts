// SPDX-License-Identifier: GPL-2.0-only
import { type AttestationKey, filesOfRole, readBundle, TEST_RESULT } from '../attest/index.js'

/** A boot, or a comparison of two kernels, that somebody has attested for a module that the kernel carried. */
export interface TestedConfiguration {
  readonly bundle: string
  /** Of the bundle, from 1. */
  readonly line: number
  readonly command: string
  readonly release: string | null
  readonly arch: string | null
  /** Words of the command line, for each boot. */
  readonly scenarios: readonly string[]
  /** The emulator, or what else it ran on. */
  readonly machine: string | null
  readonly result: string
  readonly passed: number
  readonly failed: number
  /** RFC 3339. */
  readonly time: string | null
  readonly signature: string
}

export interface AttestedTests {
  readonly configurations: readonly TestedConfiguration[]
  /** What cannot be read or believed of the bundles, a line each. */
  readonly problems: readonly string[]
}

/**
 * What bundles say of tests of a module, by its SHA-256. With keys, what none of them has signed does not count. Throws what readBundle
 * throws.
 */
export async function attestedTests(
  bundles: readonly string[],
  module: string,
  keys: readonly AttestationKey[] = [],
): Promise<AttestedTests> {
  const read = await Promise.all(bundles.map(path => readBundle(path, { keys })))
  return {
    configurations: read.flatMap(({ path, attestations }) =>
      attestations.flatMap(({ line, signature, statement }) => {
        if (statement.predicateType !== TEST_RESULT) return []
        if (keys.length > 0 && signature === 'unsigned') return []
        if (!filesOfRole(statement.subject, 'module').includes(module)) return []
        const {
          result,
          passedTests = [],
          failedTests = [],
          kcarve_test: test,
          configuration,
        } = statement.predicate
        return [
          {
            ...{ bundle: path, line, signature, result },
            command: test?.command ?? 'test',
            release: test?.release ?? null,
            arch: test?.arch ?? null,
            scenarios: test?.scenarios ?? [],
            machine: machineOf(configuration),
            passed: passedTests.length,
            failed: failedTests.length,
            time: test?.time ?? null,
          },
        ]
      }),
    ),
    problems: read.flatMap(({ path, attestations, problems }) => [
      ...problems.map(({ file, line, text }) => `${file}:${line}: ${text}`),
      ...attestations.flatMap(({ line, signature }) =>
        keys.length > 0 && signature === 'unsigned' ? [`${path}:${line}: it is not signed at all`] : [],
      ),
    ]),
  }
}

/** What kcarve writes of the machine: its emulator. */
function machineOf(
  configuration: readonly {
    readonly name?: string | undefined
    readonly annotations?: Readonly<Record<string, unknown>> | undefined
  }[],
): string | null {
  const emulator = configuration.find(({ name }) => name === 'machine')?.annotations?.emulator
  return typeof emulator === 'string' ? emulator : null
}
