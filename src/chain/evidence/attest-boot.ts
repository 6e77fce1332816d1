// SPDX-License-Identifier: GPL-2.0-only
import { basename } from 'node:path'
import type { Check } from '../../checks/check.js'
import { fileOf, type ResourceDescriptor, testStatement, textOf } from '../../evidence/attest/index.js'
import { evidenceTime } from '../../evidence/evidence-time.js'
import type { BootTarget } from '../boot/boot-target.js'
import type { Attester } from './attester.js'
import { buildFiles, fileDigest, imageFiles } from './kernel-files.js'
import { machineFacts } from './machine-facts.js'

export interface BootedMachine {
  /** Words of the kernel's command line that were asked for. */
  readonly append: readonly string[]
  readonly cpus?: number | undefined
  readonly memoryMiB?: number | undefined
  /** The root of a distribution, where the guest had one. */
  readonly root?: string | undefined
}

export interface BootFindings {
  readonly command: 'boot' | 'boot-faults'
  readonly checks: readonly Check[]
  readonly release: string | null
}

/** Takes what a kernel is before it is booted; what that returns attests what was found. Both do nothing without an attester. */
export async function attestBoot(
  attester: Attester | undefined,
  target: BootTarget,
  { append, root, ...machine }: BootedMachine,
): Promise<(found: BootFindings) => Promise<void>> {
  if (attester === undefined) return async () => {}
  const subjects = await imageFiles(target.kernel)
  const scenario = append.join(' ')
  const configuration = [
    textOf('kernel command line', scenario),
    await machineFacts(target.arch, machine),
    ...(root === undefined ? [] : [textOf('root', root)]),
    ...(target.built === undefined ? [] : (await buildFiles(target.built)).config),
    ...(await packageFile(target)),
  ]
  return found =>
    attester.attest(
      testStatement({
        ...found,
        ...{ subjects, configuration, arch: target.arch.name, scenarios: [scenario], time: evidenceTime() },
      }),
    )
}

async function packageFile({ package: found }: BootTarget): Promise<ResourceDescriptor[]> {
  return found === undefined ? [] : [fileOf(basename(found.path), await fileDigest(found.path))]
}
