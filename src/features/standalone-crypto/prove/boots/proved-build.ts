// SPDX-License-Identifier: GPL-2.0-only
import { stat } from 'node:fs/promises'
import { join } from 'node:path'
import type { Architecture } from '../../../../arch/architecture.js'
import { kernelRelease, MODULE_PATH } from '../../../../build/index.js'
import { UsageError } from '../../../../core/errors.js'

/** A finished build, to be compared with another. Paths are absolute. */
export interface ProvedBuild {
  readonly objDir: string
  readonly image: string
  readonly vmlinux: string
  readonly module: string | undefined
  readonly release: string
}

/** Takes a build as it lies there; throws UsageError when it has no image. */
export async function takeBuild(objDir: string, arch: Architecture): Promise<ProvedBuild> {
  const [image, vmlinux, module] = [arch.image, arch.vmlinux, MODULE_PATH].map(path =>
    join(objDir, path),
  ) as [string, string, string]
  for (const path of [image, vmlinux]) {
    if (!(await exists(path))) throw new UsageError(`${objDir} is no finished build: ${path} is not there`)
  }
  return {
    objDir,
    image,
    vmlinux,
    module: (await exists(module)) ? module : undefined,
    release: await kernelRelease(objDir),
  }
}

const exists = (path: string) =>
  stat(path).then(
    () => true,
    () => false,
  )
