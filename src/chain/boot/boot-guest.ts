// SPDX-License-Identifier: GPL-2.0-only
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { isNative } from '../../arch/cross-compile.js'
import type { Objtree } from '../../build/index.js'
import { UsageError } from '../../core/errors.js'
import { exists } from '../../core/exists.js'
import { guestPart } from '../../features/standalone-crypto/guest-part.js'
import { type CryptoRequest, guestRequest } from '../../features/standalone-crypto/guest-request.js'
import { readModulesBuiltin } from '../../formats/modules-builtin/index.js'
import {
  type BootOptions,
  type BootResult,
  bootKernel,
  buildInitramfs,
  type GuestPart,
  hostProgram,
  type InitramfsOptions,
  kselftestPart,
  otherKernelPart,
  type RestartName,
  restartNeeds,
  stageModules,
} from '../../vm/index.js'
import type { BootTarget } from './boot-target.js'

export interface GuestOptions
  extends Pick<BootOptions, 'append' | 'memoryMiB' | 'cpus' | 'deadlineMs' | 'silenceMs'> {
  /** INSTALL_MOD_PATH of a modules_install, instead of the modules of the build directory as they were built. */
  readonly modulesRoot?: string | undefined
  /** A directory of tests that kselftest has installed, to be run. */
  readonly kselftest?: string | undefined
  /** What comes after the checks. */
  readonly restarts?: readonly RestartName[] | undefined
  /** Names for modprobe instead of those that people load. */
  readonly modprobe?: readonly string[] | undefined
  /** Whether the result is to have dmesg with every initcall. */
  readonly traced?: boolean | undefined
  readonly cacheDir: string
  readonly signal: AbortSignal
  /** Where the whole console goes. */
  readonly logPath: string
  /** Called with what is being done, and with the lines of the console as they come. */
  readonly onDetail?: ((text: string) => void) | undefined
  readonly onLine?: ((line: string) => void) | undefined
}

/** For the boot, and for each restart. */
const DEADLINE_MS = 180_000
const MEMORY_MIB = 512
/** What a kernel has that starts after a crash. */
const CRASH_MIB = 256

/** Names people load that are carved in most configs. */
const WELL_KNOWN = ['ctr', 'cbc', 'gcm', 'sha256_generic', 'aesni_intel', 'sha2_ce', 'aes_ce_blk']

/** Boots the kernel with our initramfs and runs the guest checks. Throws UsageError when modules are asked for that are not there. */
export async function bootGuest(target: BootTarget, options: GuestOptions): Promise<BootResult> {
  const { arch, kernel } = target
  const { cacheDir, signal, onDetail, onLine } = options
  const work = await mkdtemp(join(tmpdir(), 'kcarve-boot-'))
  try {
    onDetail?.('making the initramfs')
    const modules = await modulesFor(target, join(work, 'root'), options)
    if (options.modprobe !== undefined && modules === undefined) {
      throw new UsageError(`There are no modules for ${kernel}`, {
        hint: 'name a build directory or a package, or with --modules where they are installed',
      })
    }
    const initramfs = join(work, 'initramfs.cpio')
    const { kselftest, restarts = [] } = options
    const parts = [guestPart, ...(kselftest === undefined ? [] : [kselftestPart(kselftest)])]
    const make = async (all: readonly GuestPart[]) =>
      writeFile(
        initramfs,
        await buildInitramfs({ parts: all, ...modules?.initramfs, arch, cacheDir, signal }),
      )
    await make(parts)
    const needs = await restartNeeds(restarts, { swap: '/dev/vda', crashMiB: CRASH_MIB, workDir: work })
    if (needs.startsKernel) {
      await make([...parts, await otherKernelPart({ kernel, initramfs }, join(work, 'other'))])
    }
    return await bootKernel({
      arch,
      kernel,
      initramfs,
      disks: needs.disks,
      append: [...needs.append, ...(options.append ?? [])],
      memoryMiB: (options.memoryMiB ?? MEMORY_MIB) + needs.extraMiB,
      cpus: options.cpus,
      deadlineMs: options.deadlineMs ?? DEADLINE_MS * (1 + restarts.length),
      silenceMs: options.silenceMs,
      signal,
      logPath: options.logPath,
      guest: guestRequest(requestFor(target, modules, options)),
      onEvent: event => {
        onDetail?.(event.kind === 'marker' && event.verb === 'doing' ? event.argument : event.text)
        onLine?.(event.text)
      },
    })
  } finally {
    await rm(work, { recursive: true, force: true })
  }
}

/** What the guest has of modules, and which of them it loads. */
interface GuestModules {
  readonly names: readonly string[]
  readonly initramfs: Pick<InitramfsOptions, 'modulesRoot' | 'extra'>
}

function requestFor(
  { carved }: BootTarget,
  modules: GuestModules | undefined,
  { traced = false, kselftest, restarts }: GuestOptions,
): CryptoRequest {
  return {
    // AF_ALG makes instances of templates, which are then tested and listed like the others.
    checks: [
      'afalg',
      'crypto-all',
      ...(carved ? (['module', 'integrity'] as const) : []),
      ...(modules === undefined ? [] : (['modprobe'] as const)),
      ...(carved && modules !== undefined ? (['again'] as const) : []),
      ...(kselftest === undefined ? [] : (['kselftest'] as const)),
    ],
    after: ['crypto', ...(carved ? (['services'] as const) : []), ...(traced ? (['dmesg'] as const) : [])],
    restarts,
    initcallDebug: traced,
    carved,
    modprobe: modules?.names,
  }
}

async function modulesFor(
  target: BootTarget,
  destination: string,
  options: GuestOptions,
): Promise<GuestModules | undefined> {
  if (options.modulesRoot !== undefined) return installedModules(target, options.modulesRoot, options)
  return target.built === undefined ? undefined : builtModules(target.built, destination, options)
}

/** Modules as they were installed, and kmod with its configuration: busybox does not know all of modprobe.d(5). */
async function installedModules(
  { arch }: BootTarget,
  modulesRoot: string,
  { modprobe = [], signal }: GuestOptions,
): Promise<GuestModules> {
  if (!(await exists(join(modulesRoot, 'lib/modules')))) {
    throw new UsageError(`${modulesRoot} has no lib/modules`, {
      hint: `make modules_install INSTALL_MOD_PATH=${modulesRoot}`,
    })
  }
  const kmod = { places: ['/usr/sbin', '/sbin'], installHint: 'apt-get install kmod', signal }
  // A guest of another architecture has to do with busybox's.
  const extra = isNative(arch) ? await hostProgram('modprobe', kmod) : []
  return { names: modprobe, initramfs: { modulesRoot, extra } }
}

/** The modules of a build, staged for the guest; undefined when it has built none, or nothing that we know by name. */
async function builtModules(
  built: Objtree,
  destination: string,
  { modprobe, signal }: GuestOptions,
): Promise<GuestModules | undefined> {
  const builtin = await readFile(built.modulesBuiltin, 'utf8').catch(() => undefined)
  if (builtin === undefined || !(await exists(built.modulesOrder))) return undefined
  const known = readModulesBuiltin(builtin)
    .map(({ name }) => name)
    .filter(name => WELL_KNOWN.includes(name))
  const names = modprobe ?? known
  if (names.length === 0) return undefined
  await stageModules({ ...built, destination, signal })
  return { names, initramfs: { modulesRoot: destination } }
}
