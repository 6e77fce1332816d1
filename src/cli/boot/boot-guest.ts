// SPDX-License-Identifier: GPL-2.0-only
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { kernelRelease } from '../../build/index.js'
import { readModulesBuiltin } from '../../formats/modules-builtin/index.js'
import { type BootResult, bootKernel, buildInitramfs, stageModules } from '../../vm/index.js'
import type { Stage } from '../progress.js'
import type { Session } from '../session.js'
import type { BootTarget } from './boot-target.js'

export interface GuestOptions {
  /** Further words of the kernel command line. */
  readonly append?: readonly string[]
  readonly memoryMiB?: number
  readonly deadlineMs?: number
}

/** Names people load that are carved in most configs. */
const WELL_KNOWN = ['ctr', 'cbc', 'gcm', 'sha256_generic', 'aesni_intel']

/** Boots the kernel with our initramfs and runs the guest checks; the console is in the session's `console.log`. */
export async function bootGuest(
  session: Session,
  stage: Stage,
  { arch, kernel, objDir, carved }: BootTarget,
  options: GuestOptions = {},
): Promise<BootResult> {
  const work = await mkdtemp(join(tmpdir(), 'kcarve-boot-'))
  const { signal, cacheDir } = session
  try {
    stage.detail('making the initramfs')
    const modules = objDir === undefined ? undefined : await modulesOf(objDir, join(work, 'root'), signal)
    const initramfs = join(work, 'initramfs.cpio')
    await writeFile(initramfs, await buildInitramfs({ cacheDir, signal, ...modules?.initramfs }))
    return await bootKernel({
      arch,
      kernel,
      initramfs,
      signal,
      logPath: session.logPath('console'),
      guest: {
        // AF_ALG makes instances of templates, which are then tested and listed like the others.
        checks: [
          'afalg',
          'crypto-all',
          ...(carved ? (['module', 'integrity'] as const) : []),
          ...(modules === undefined ? [] : (['modprobe'] as const)),
        ],
        after: ['crypto'],
        carved,
        modprobe: modules?.names ?? [],
      },
      onEvent: ({ text }) => {
        stage.detail(text)
        session.trace(text)
      },
      ...options,
    })
  } finally {
    await rm(work, { recursive: true, force: true })
  }
}

/** The modules of a build, staged for the guest; undefined when it has built none, or nothing that we know by name. */
async function modulesOf(objDir: string, destination: string, signal: AbortSignal) {
  const builtin = await readFile(join(objDir, 'modules.builtin'), 'utf8').catch(() => undefined)
  const order = await readFile(join(objDir, 'modules.order'), 'utf8').catch(() => undefined)
  if (builtin === undefined || order === undefined) return undefined
  const names = readModulesBuiltin(builtin)
    .map(({ name }) => name)
    .filter(name => WELL_KNOWN.includes(name))
  if (names.length === 0) return undefined
  await stageModules({ buildDir: objDir, release: await kernelRelease(objDir), destination, signal })
  return { names, initramfs: { modulesRoot: destination } }
}
