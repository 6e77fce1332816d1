// SPDX-License-Identifier: GPL-2.0-only

import { access, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Architecture } from '../../arch/architecture.js'
import { isNative } from '../../arch/cross-compile.js'
import { kernelRelease } from '../../build/index.js'
import type { Stage } from '../../cli/progress.js'
import type { Session } from '../../cli/session.js'
import { UsageError } from '../../core/errors.js'
import { guestPart } from '../../features/standalone-crypto/guest-part.js'
import { guestRequest } from '../../features/standalone-crypto/guest-request.js'
import { readModulesBuiltin } from '../../formats/modules-builtin/index.js'
import { type BootResult, bootKernel, buildInitramfs, hostProgram, stageModules } from '../../vm/index.js'
import type { BootTarget } from './boot-target.js'

export interface GuestOptions {
  /** Further words of the kernel command line. */
  readonly append?: readonly string[]
  readonly memoryMiB?: number
  readonly cpus?: number
  readonly deadlineMs?: number
  /** Milliseconds without a line on the console. */
  readonly silenceMs?: number
  /** Name of the console's log; `console` by default. */
  readonly log?: string
  /** INSTALL_MOD_PATH of a modules_install, instead of the modules of the build directory as they were built. */
  readonly modulesRoot?: string
  /** Names for modprobe instead of those that people load. */
  readonly modprobe?: readonly string[]
  /** Whether the result is to have dmesg with every initcall. */
  readonly traced?: boolean
}

/** Names people load that are carved in most configs. */
const WELL_KNOWN = ['ctr', 'cbc', 'gcm', 'sha256_generic', 'aesni_intel', 'sha2_ce', 'aes_ce_blk']

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
    const modules =
      options.modulesRoot !== undefined
        ? await installedModules(options.modulesRoot, { arch, names: options.modprobe ?? [], signal })
        : objDir !== undefined
          ? await modulesOf(objDir, { destination: join(work, 'root'), signal, names: options.modprobe })
          : undefined
    if (options.modprobe !== undefined && modules === undefined) {
      throw new UsageError(`There are no modules for ${kernel}`, {
        hint: 'name a build directory, or with --modules where they are installed',
      })
    }
    const initramfs = join(work, 'initramfs.cpio')
    await writeFile(
      initramfs,
      await buildInitramfs({ parts: [guestPart], arch, cacheDir, signal, ...modules?.initramfs }),
    )
    return await bootKernel({
      arch,
      kernel,
      initramfs,
      signal,
      logPath: session.logPath(options.log ?? 'console'),
      guest: guestRequest({
        // AF_ALG makes instances of templates, which are then tested and listed like the others.
        checks: [
          'afalg',
          'crypto-all',
          ...(carved ? (['module', 'integrity'] as const) : []),
          ...(modules === undefined ? [] : (['modprobe'] as const)),
          ...(carved && modules !== undefined ? (['again'] as const) : []),
        ],
        after: ['crypto', ...(options.traced === true ? (['dmesg'] as const) : [])],
        initcallDebug: options.traced === true,
        carved,
        modprobe: modules?.names ?? [],
      }),
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

interface InstalledOptions {
  readonly arch: Architecture
  readonly names: readonly string[]
  readonly signal: AbortSignal
}

/** Modules as they were installed, and kmod with its configuration: busybox does not know all of modprobe.d(5). */
async function installedModules(root: string, { arch, names, signal }: InstalledOptions) {
  await access(join(root, 'lib/modules')).catch(cause => {
    throw new UsageError(`${root} has no lib/modules`, {
      cause,
      hint: `make modules_install INSTALL_MOD_PATH=${root}`,
    })
  })
  const installHint = 'apt-get install kmod'
  // A guest of another architecture has to do with busybox's.
  const extra = isNative(arch)
    ? await hostProgram('modprobe', { places: ['/usr/sbin', '/sbin'], installHint, signal })
    : []
  return { names, initramfs: { modulesRoot: root, extra } }
}

interface ModulesOptions {
  readonly destination: string
  readonly signal: AbortSignal
  readonly names: readonly string[] | undefined
}

/** The modules of a build, staged for the guest; undefined when it has built none, or nothing that we know by name. */
async function modulesOf(objDir: string, { destination, signal, names }: ModulesOptions) {
  const builtin = await readFile(join(objDir, 'modules.builtin'), 'utf8').catch(() => undefined)
  const order = await readFile(join(objDir, 'modules.order'), 'utf8').catch(() => undefined)
  if (builtin === undefined || order === undefined) return undefined
  const known = readModulesBuiltin(builtin)
    .map(({ name }) => name)
    .filter(name => WELL_KNOWN.includes(name))
  const wanted = names ?? known
  if (wanted.length === 0) return undefined
  await stageModules({ objtree: objDir, release: await kernelRelease(objDir), destination, signal })
  return { names: wanted, initramfs: { modulesRoot: destination } }
}
