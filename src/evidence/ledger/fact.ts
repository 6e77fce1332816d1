// SPDX-License-Identifier: GPL-2.0-only
import type { Attestation } from '../attest/index.js'
import { PROVENANCE, TEST_RESULT, type TestResult, VERIFICATION_SUMMARY } from '../attest/predicates.js'
import { filesOfRole, imageFacts } from '../attest/statement.js'
import { summaryOf } from '../attest/summary.js'

/** What a file says of kernels and modules. */
export interface Fact {
  readonly source: FactSource
  readonly what: 'build' | 'archive' | 'boot' | 'prove' | 'verify' | 'reuse'
  /** RFC 3339; empty where it is not told. */
  readonly time: string
  /** Null for one that is about no kernel. */
  readonly kernel: KernelIdentity | null
  /** That the kernel carries, by SHA-256; of `reuse`, and of what is about no kernel, those that are judged. */
  readonly modules: readonly NamedModule[]
  readonly answer: 'yes' | 'no'
  /** In words: a verdict, PASSED. */
  readonly result: string
  /** Of `boot` and `prove`: words of the command lines of the boots, and of those of them that came to user space. */
  readonly scenarios: readonly string[]
  readonly booted: readonly string[]
}

export interface NamedModule {
  /** Of its bytes. */
  readonly sha256: string
  /** What the file calls it. */
  readonly name: string | null
}

export interface FactSource {
  readonly file: string
  /** Null for an archive. */
  readonly line: number | null
  readonly signature: 'verified' | 'unchecked' | 'unsigned'
  readonly keyid: string | null
}

export interface KernelIdentity {
  /** SHA-256 of the image, and of vmlinux: all are of one kernel. */
  readonly digests: readonly string[]
  /** Of the image alone. */
  readonly image: string | null
  readonly symvers: string | null
  readonly release: string | null
  readonly arch: string | null
}

/** What an attestation says; undefined when it says nothing of kernels and modules that kcarve knows how to read. */
export function factOf({ file, line, signature, keyid, statement }: Attestation): Fact | undefined {
  const { subject, predicateType, predicate } = statement
  const images = filesOfRole(subject, 'image')
  const digests = [...images, ...filesOfRole(subject, 'vmlinux')]
  const { time, result } = summaryOf(statement)
  const common = {
    source: { file, line, signature, keyid },
    time: time ?? '',
    modules: filesOfRole(subject, 'module').map(sha256 => ({
      sha256,
      name: subject.find(({ digest }) => digest.sha256 === sha256)?.name ?? null,
    })),
    result: result ?? '',
    scenarios: [],
    booted: [],
  }
  const identity = (more: Partial<KernelIdentity>): KernelIdentity | null => {
    const image = subject.find(({ digest }) => digest.sha256 === images[0] && images.length > 0)
    const own = { symvers: null, ...imageFacts(image ?? {}), ...more }
    return digests.length === 0 ? null : { ...own, digests, image: images[0] ?? null }
  }
  switch (predicateType) {
    case PROVENANCE: {
      const { release, arch } = predicate.buildDefinition.externalParameters
      const symvers = predicate.runDetails.byproducts?.find(({ name }) => name === SYMVERS)?.digest?.sha256
      const kernel = identity({
        symvers: symvers ?? null,
        release: textOrNull(release),
        arch: textOrNull(arch),
      })
      return { ...common, what: 'build', kernel, answer: 'yes' }
    }
    case TEST_RESULT: {
      const { kcarve_test: test } = predicate
      if (test === undefined || test.command === 'boot-faults') return undefined
      return {
        ...common,
        what: test.command,
        kernel: identity({ release: test.release, arch: test.arch }),
        answer: predicate.result === 'FAILED' ? 'no' : 'yes',
        scenarios: test.scenarios,
        booted: bootedScenarios(predicate),
      }
    }
    case VERIFICATION_SUMMARY: {
      const { kcarve_verdict: verdict, verificationResult } = predicate
      if (verdict === undefined) return undefined
      const answer = verificationResult === 'PASSED' ? ('yes' as const) : ('no' as const)
      const told = { ...common, answer }
      const judgedIn = verdict.kernel
      if (verdict.command === 'verify') return { ...told, what: 'verify', kernel: identity({}) }
      if (judgedIn === undefined) return undefined
      const { files, release, arch } = judgedIn
      const image = filesOfRole(files, 'image')
      return {
        ...told,
        what: 'reuse',
        kernel: {
          digests: [...image, ...filesOfRole(files, 'vmlinux')],
          image: image[0] ?? null,
          symvers: files.find(({ name }) => name === SYMVERS)?.digest?.sha256 ?? null,
          release,
          arch,
        },
      }
    }
  }
}

const SYMVERS = 'Module.symvers'

const textOrNull = (value: unknown): string | null => (typeof value === 'string' ? value : null)

/** A test may be that the kernel panics: it has booted only where the test of that has passed. */
function bootedScenarios({ kcarve_test: test }: TestResult): string[] {
  if (test === undefined) return []
  const booted = test.checks.filter(({ id, status }) => id === 'boots' && status === 'pass')
  return [...new Set(booted.map(({ scenario }) => scenario))]
}
