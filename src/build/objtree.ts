// SPDX-License-Identifier: GPL-2.0-only
import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { Architecture } from '../arch/architecture.js'
import { architectures } from '../arch/architectures.js'
import { UsageError } from '../core/errors.js'
import { exists, isFile } from '../core/exists.js'
import { type BuildTrees, findTrees } from './build-trees.js'

/** A finished build of a kernel, and where kbuild puts what it makes. Paths are absolute where `objtree` is. */
export interface Objtree extends BuildTrees {
  readonly arch: Architecture
  /** As `make kernelrelease` prints it. */
  readonly release: string
  readonly config: string
  /** What a boot loader takes. */
  readonly image: string
  readonly vmlinux: string
  /** All that vmlinux is linked from, in one relocatable file. */
  readonly vmlinuxObject: string
  /** A thin archive of the objects that vmlinux is linked from. */
  readonly vmlinuxArchive: string
  readonly symvers: string
  readonly modulesBuiltin: string
  readonly modulesOrder: string
}

/** Takes a finished build as it lies there. Throws UsageError when it has no image or no vmlinux. */
export async function openBuild(path: string): Promise<Objtree> {
  const built = await buildIn(path)
  if (built === undefined) throw new UsageError(`${path} holds no kernel that has been built`)
  return finishedBuild(built)
}

/** What has been built at a path, of which only the image is certain; undefined where there is none. */
export async function buildIn(path: string): Promise<Objtree | undefined> {
  for (const arch of architectures) {
    if (await isFile(join(path, arch.image))) return objtreeOf({ ...(await findTrees(path)), arch })
  }
  return undefined
}

/** A finished build where it is known what was built of which sources. Throws UsageError when it has no image or no vmlinux. */
export async function finishedBuild(made: Made): Promise<Objtree> {
  for (const path of [made.arch.image, made.arch.vmlinux]) {
    if (!(await exists(join(made.objtree, path))))
      throw new UsageError(`${made.objtree} is no finished build: ${path} is not there`)
  }
  return objtreeOf(made)
}

type Made = Pick<Objtree, 'objtree' | 'srctree' | 'arch'>

async function objtreeOf({ objtree, srctree, arch }: Made): Promise<Objtree> {
  const at = (path: string) => join(objtree, path)
  const release = await readFile(at('include/config/kernel.release'), 'utf8').catch(() => '')
  return {
    objtree,
    srctree,
    arch,
    release: release.trim(),
    config: at('.config'),
    image: at(arch.image),
    vmlinux: at(arch.vmlinux),
    vmlinuxObject: at('vmlinux.o'),
    vmlinuxArchive: at('vmlinux.a'),
    symvers: at('Module.symvers'),
    modulesBuiltin: at('modules.builtin'),
    modulesOrder: at('modules.order'),
  }
}
