// SPDX-License-Identifier: GPL-2.0-only
import { checkBuildTools, type MakeOptions } from '../build/index.js'
import { guestPart } from '../features/standalone-crypto/guest-part.js'
import type { ConfigFile } from '../kernel/index.js'
import { buildInitramfs } from '../vm/index.js'

export interface PreflightOptions extends Pick<MakeOptions, 'arch' | 'llvm' | 'ccWrapper'> {
  readonly config: ConfigFile
  readonly cacheDir: string
  readonly signal: AbortSignal
}

/** Asks now for what would be missed minutes later; throws MissingError, naming it and the command that installs it. */
export async function preflight(options: PreflightOptions): Promise<void> {
  const { arch, config, cacheDir, signal } = options
  await checkBuildTools(options, config.options, [
    { need: arch.qemu.program, packageName: arch.packages.qemu },
  ])
  // Needs a compiler that can link statically, and a static busybox.
  await buildInitramfs({ parts: [guestPart], arch, cacheDir, signal })
}
