// SPDX-License-Identifier: GPL-2.0-only
import { realpath, stat } from 'node:fs/promises'
import type { Architecture } from '../../arch/architecture.js'
import { architectureNamed, architectures } from '../../arch/architectures.js'
import { buildIn, type Objtree } from '../../build/index.js'
import { UsageError } from '../../core/errors.js'
import { recordedParameters } from '../../edit/index.js'
import { inspectCarved } from '../../features/standalone-crypto/carried/index.js'
import { standaloneCrypto } from '../../features/standalone-crypto/feature.js'
import { type KernelTree, probeTree } from '../../kernel/index.js'
import { buildDirectory } from '../build/build-directory.js'
import { configFile } from '../build/config-choice.js'
import { debianFlavour, knownDebianConfigs } from '../build/debian-config.js'
import { isDebianPackage, type KernelPackage, withKernelPackage } from './kernel-package.js'

export interface BootTarget {
  readonly arch: Architecture
  /** The image. */
  readonly kernel: string
  /** The build that made it, whose modules the guest gets; undefined for an image by itself. */
  readonly built: Objtree | undefined
  /** The Debian package that has it. */
  readonly package?: KernelPackage | undefined
  readonly carved: boolean
  /** Whether its tree records a selection. */
  readonly isPartial: boolean
}

export interface BootTargetOptions {
  readonly cacheDir: string
  /** Of a source tree: which of its builds. */
  readonly config: string
}

/**
 * Lends the kernel that a path means: an image, a Debian package of one, a build directory, or a source tree that `kcarve build` has
 * built. Throws UsageError when there is none, FormatError when it is damaged; see withKernelPackage for what else.
 */
export async function withBootTarget<T>(
  path: string,
  options: BootTargetOptions & { readonly signal: AbortSignal },
  work: (target: BootTarget) => Promise<T>,
): Promise<T> {
  if (!(await isDebianPackage(path))) return work(await bootTarget(path, options))
  return withKernelPackage(path, options.signal, async found =>
    work({ ...(await targetOf(found.image, undefined)), package: found }),
  )
}

/** The same for what is no package. */
export async function bootTarget(path: string, options: BootTargetOptions): Promise<BootTarget> {
  const found = await stat(path).catch(cause => {
    throw new UsageError(`${path} does not exist`, { cause })
  })
  // A device is refused there, with its kind.
  if (!found.isDirectory()) return targetOf(path, undefined)
  for (const directory of [await realpath(path), ...(await buildsOf(path, options))]) {
    const built = await buildIn(directory)
    if (built !== undefined) return targetOf(built.image, built)
  }
  throw new UsageError(`${path} holds no kernel that has been built`, { hint: `kcarve build ${path}` })
}

/** Where `kcarve build` puts the builds of a source tree; empty for another directory. */
async function buildsOf(path: string, { cacheDir, config }: BootTargetOptions): Promise<string[]> {
  const tree = await probeTree(path).catch(() => undefined)
  if (tree === undefined) return []
  const builds = architectures.map(async arch => {
    const files = await configsOf(config, { arch, tree, cacheDir })
    return files.flatMap(file => {
      const choice = { root: tree.root, config: file, arch }
      return [true, false].map(carved => buildDirectory(cacheDir, { ...choice, carved }))
    })
  })
  return (await Promise.all(builds)).flat()
}

/** Not every architecture has every config of ours, and Debian's is of several versions. */
async function configsOf(
  config: string,
  {
    arch,
    tree,
    cacheDir,
  }: { readonly arch: Architecture; readonly tree: KernelTree; readonly cacheDir: string },
): Promise<string[]> {
  const flavour = debianFlavour(config)
  if (flavour !== undefined) return knownDebianConfigs(flavour, { tree, cacheDir })
  return configFile(config, arch).then(
    file => [file],
    () => [],
  )
}

async function targetOf(kernel: string, built: Objtree | undefined): Promise<BootTarget> {
  const report = await inspectCarved(kernel)
  if (report.kind === 'module' || report.kind === 'other') {
    throw new UsageError(`${kernel} is not a kernel image`, { hint: `kcarve inspect ${kernel}` })
  }
  if (report.container === 'UKI') {
    throw new UsageError(`${kernel} is a unified kernel image, which QEMU boots from a disk only`, {
      hint: `objcopy -O binary --only-section=.linux ${kernel} vmlinuz, and boot that`,
    })
  }
  const parameters =
    built === undefined ? undefined : await recordedParameters(built.srctree, standaloneCrypto.name)
  const isPartial = Object.keys(parameters ?? {}).length > 0
  return { arch: architectureNamed(report.arch), kernel, built, carved: report.embedded !== null, isPartial }
}
