// SPDX-License-Identifier: GPL-2.0-only
import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { BuildTrees } from '../../build/index.js'
import type { DotConfig } from '../../formats/dot-config/index.js'

/**
 * What a kernel's headers ask of the compiler beyond GNU C: since v6.19 they name structs inside of others without a member,
 * which is an extension of Microsoft's. Kconfig says how the compiler calls it; before it did, the top makefile did.
 */
export async function dialectOf({ srctree }: BuildTrees, config: DotConfig): Promise<readonly string[]> {
  const option = config.get('CC_MS_EXTENSIONS')?.value
  if (option !== undefined) return option.split(' ').filter(Boolean)
  const makefile = await readFile(join(srctree, 'Makefile'), 'utf8').catch(() => '')
  return /^KBUILD_CFLAGS\s*\+=.*(-fms-extensions)\b/m.exec(makefile)?.slice(1) ?? []
}
