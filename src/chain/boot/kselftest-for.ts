// SPDX-License-Identifier: GPL-2.0-only
import { buildKselftest, type KselftestCollection } from '../../build/index.js'
import { UsageError } from '../../core/errors.js'
import { probeTree } from '../../kernel/index.js'
import type { BootTarget } from './boot-target.js'

/** For the help of `--kselftest`. */
export const KSELFTEST_HELP =
  "build and run tests of the tree's tools/testing/selftests: collections (kexec) or tests of one (net:tls), separated by commas"

/** Milliseconds for a boot with selftests, of which each has minutes of its own: net:tls alone takes ten without KVM. */
export const KSELFTEST_DEADLINE = 3_600_000

export interface KselftestChoice {
  readonly collections: readonly KselftestCollection[]
  /** Whether one that does not build is an error. */
  readonly force?: boolean | undefined
  readonly signal: AbortSignal
  readonly logPath: (name: string) => string
  readonly onDetail?: ((text: string) => void) | undefined
}

/** Builds selftests of the tree that a kernel was built of, and returns where they are installed. Throws as buildKselftest does. */
export async function kselftestFor(
  { kernel, built, arch }: Pick<BootTarget, 'kernel' | 'built' | 'arch'>,
  options: KselftestChoice,
): Promise<string> {
  if (built === undefined) {
    throw new UsageError(`The source tree of ${kernel} is not known`, {
      hint: 'for --kselftest, name a build directory or a tree that kcarve has built',
    })
  }
  return buildKselftest({ ...options, tree: await probeTree(built.srctree), objtree: built.objtree, arch })
}
