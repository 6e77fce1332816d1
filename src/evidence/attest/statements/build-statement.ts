// SPDX-License-Identifier: GPL-2.0-only
import { NAMES } from '../names.js'
import { PROVENANCE, type Provenance } from '../predicates.js'
import { type ResourceDescriptor, STATEMENT_TYPE, type Statement, type Subject } from '../statement.js'

export interface BuildFacts {
  /** Version of kcarve. */
  readonly kcarve: string
  /** RFC 3339 */
  readonly startedOn: string
  readonly finishedOn: string
  /** The image, vmlinux, the module of a carved kernel, packages. */
  readonly subjects: readonly Subject[]
  readonly parameters: BuildParameters
  /** What is the same for every build by kcarve, and counts: kbuild's environment. */
  readonly environment: Readonly<Record<string, string>>
  /** Sources, recipes, the configuration, the toolchain. */
  readonly dependencies: readonly ResourceDescriptor[]
  /** What the build left beside the subjects, such as the .config that it was made with. */
  readonly byproducts: readonly ResourceDescriptor[]
}

/** What the user has chosen. */
export interface BuildParameters {
  /** `Linux 6.12.117` */
  readonly kernel: string
  readonly release: string
  readonly arch: string
  /** As it was given. */
  readonly config: string
  /** With the option on, or stock. */
  readonly carved: boolean
  /** kbuild's LLVM=. */
  readonly llvm?: string | undefined
  readonly ccWrapper?: string | undefined
}

/** How a kernel was built, of what. */
export function buildStatement(facts: BuildFacts): Statement {
  const { kcarve, startedOn, finishedOn, subjects, parameters, environment, dependencies, byproducts } = facts
  const predicate: Provenance = {
    buildDefinition: {
      buildType: NAMES.buildType,
      externalParameters: { ...parameters },
      internalParameters: { ...environment },
      resolvedDependencies: [...dependencies],
    },
    runDetails: {
      builder: { id: NAMES.builder, version: { kcarve } },
      metadata: { startedOn, finishedOn },
      byproducts: [...byproducts],
    },
  }
  return { _type: STATEMENT_TYPE, subject: [...subjects], predicateType: PROVENANCE, predicate }
}
