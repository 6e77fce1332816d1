// SPDX-License-Identifier: GPL-2.0-only
import { cp, mkdir, mkdtemp, readdir, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { MissingError, UsageError } from '../../core/errors.js'
import { exists } from '../../core/exists.js'
import { rootPart } from '../../features/standalone-crypto/guest-part.js'
import { CLIENTS, type ClientName, guestRequest } from '../../features/standalone-crypto/guest-request.js'
import {
  INITRD_TOOLS,
  type InitrdTools,
  makeInitrd,
  makeKernelDisk,
  putBootFiles,
  ROOT_CHOICES,
  rootDisk,
} from '../../root/index.js'
import {
  type BootOptions,
  type BootResult,
  bootKernel,
  kselftestPart,
  otherKernelPart,
  RESTARTS,
  type RestartName,
  restartNeeds,
  stageModules,
} from '../../vm/index.js'
import type { BootTarget } from './boot-target.js'

export interface RootOptions extends Pick<BootOptions, 'memoryMiB' | 'cpus' | 'deadlineMs'> {
  /** `debian`, `debian:SUITE`, a directory, or a raw disk image. */
  readonly root: string
  /** What makes the initrd; initramfs-tools by default. */
  readonly initrd?: InitrdTools | undefined
  /** INSTALL_MOD_PATH of a modules_install, instead of the modules of the build directory as they were built. */
  readonly modulesRoot?: string | undefined
  /** A directory of tests that kselftest has installed, to be run. */
  readonly kselftest?: string | undefined
  /** Client checks to run; all by default. */
  readonly clients?: readonly ClientName[] | undefined
  /** What comes after them. */
  readonly restarts?: readonly RestartName[] | undefined
  readonly cacheDir: string
  readonly signal: AbortSignal
  /** Where output goes, by the name of what makes it. */
  readonly logPath: (name: string) => string
  /** Called with what is being done, and with the lines of the console as they come. */
  readonly onDetail?: ((text: string) => void) | undefined
  readonly onLine?: ((line: string) => void) | undefined
}

export interface RootBoot {
  /** Further words of the kernel command line. */
  readonly append?: readonly string[] | undefined
  /** Names the log of the console. */
  readonly log: string
}

/** For the help of `--root`. */
export const ROOT_HELP = `boot to multi-user with a root: ${ROOT_CHOICES}`

/** For the help of `--restarts`. */
export const RESTARTS_HELP = `restart the machine in these ways, separated by commas, and check again after each: ${RESTARTS.join(', ')}`

/** For the help of `--initrd`. */
export const INITRD_HELP = `with --root: what makes the initrd: ${INITRD_TOOLS.join(' or ')} (with its module for FIPS mode; needs root privileges, and no +luks)`

/** Throws UsageError for another name. */
export function readInitrdTools(text: string): InitrdTools {
  const found = INITRD_TOOLS.find(each => each === text)
  if (found !== undefined) return found
  throw new UsageError(`${text} makes no initrd here`, { hint: `known: ${INITRD_TOOLS.join(', ')}` })
}

// QEMU without KVM brings a system up in one to three minutes on an idle machine, and the clients take as long again.
const DEADLINE_MS = 1_800_000
const MEMORY_MIB = 1024
/** Enough to come to multi-user with the same initrd. */
const CRASH_MIB = 512

/** Of the disk. */
const ROOT = 'kcarve-root'

/** Our unit is started behind multi-user.target, and no other speaks on the console. */
const ROOT_WORDS = [
  ...['rw', 'systemd.wants=kcarve.service', 'systemd.show_status=0'],
  ...['ttyS0', 'ttyAMA0'].map(tty => `systemd.mask=serial-getty@${tty}.service`),
]

/**
 * Prepares a kernel for the root of a distribution, and lends a function that boots it from a virtual disk to multi-user and runs the
 * checks of a guest and of the clients there. No boot sees what another has written. Throws UsageError when the kernel's modules are not known.
 */
export async function withRoot<T>(
  target: BootTarget,
  options: RootOptions,
  work: (boot: (how: RootBoot) => Promise<BootResult>) => Promise<T>,
): Promise<T> {
  const { arch, kernel, carved, built } = target
  const { cacheDir, signal, logPath, onDetail = () => {}, clients = CLIENTS } = options
  const tools = options.initrd ?? 'initramfs-tools'
  const directory = await mkdtemp(join(tmpdir(), 'kcarve-root-'))
  try {
    const modulesRoot = join(directory, 'modules')
    const release = await collectModules(target, modulesRoot, options)
    const making = { arch, cacheDir, signal, onDetail, workDir: directory, logPath: logPath('root') }
    const root = await rootDisk(options.root, making)
    if (tools === 'dracut' && process.getuid?.() !== 0) {
      throw new MissingError('dracut makes device nodes for its FIPS mode, which needs root privileges', {
        hint: 'run kcarve as root, or let initramfs-tools make the initrd',
      })
    }
    if (root.isEncrypted && tools === 'dracut') {
      throw new UsageError('An initrd of dracut does not open the encrypted root', { hint: '--root debian' })
    }
    // The second is what local-top of the initrd opens, and knows by this word that it is to.
    const device = root.isEncrypted
      ? '/dev/mapper/kcarve-root'
      : `/dev/disk/by-id/virtio-${ROOT}${root.suffix}`
    onDetail(target.package === undefined ? 'making the initrd' : 'installing the package')
    const initramfs = join(directory, 'initrd')
    const made = { path: initramfs, workDir: directory, logPath: logPath('initrd'), signal }
    const ofKernel = { package: target.package?.path, modulesRoot, config: built?.config, release, tools }
    await makeInitrd({ ...made, ...ofKernel, archive: root.tools.archive })
    if (tools === 'dracut') await putBootFiles(modulesRoot, kernel, release)
    const disk = join(directory, 'kernel.ext4')
    const { kselftest, restarts = [] } = options
    const needs = await restartNeeds(restarts, {
      ...{ swap: '/dev/disk/by-id/virtio-kcarve-swap', crashMiB: CRASH_MIB },
      workDir: directory,
    })
    const parts = [
      rootPart,
      ...(kselftest === undefined ? [] : [kselftestPart(kselftest)]),
      ...(needs.startsKernel ? [await otherKernelPart({ kernel, initramfs }, join(directory, 'other'))] : []),
    ]
    await makeKernelDisk({ modulesRoot, path: disk, arch, parts, cacheDir, signal })
    const guest = guestRequest({
      checks: [
        ...(['multi-user', 'afalg', 'crypto-all'] as const),
        ...(tools === 'dracut' ? (['dracut'] as const) : []),
        ...(carved ? (['module', 'integrity'] as const) : []),
        ...clients,
        ...(kselftest === undefined ? [] : (['kselftest'] as const)),
      ],
      after: ['crypto', ...(carved ? (['services'] as const) : [])],
      restarts,
      carved,
    })
    return await work(({ append = [], log }) =>
      bootKernel({
        ...{ arch, kernel, initramfs, guest, signal },
        disks: [{ name: ROOT, path: root.image }, { name: 'kcarve-kernel', path: disk }, ...needs.disks],
        append: [`root=${device}`, `kcarve.initrd=${tools}`, ...ROOT_WORDS, ...needs.append, ...append],
        memoryMiB: (options.memoryMiB ?? MEMORY_MIB) + needs.extraMiB,
        cpus: options.cpus,
        tpm: true,
        deadlineMs: options.deadlineMs ?? DEADLINE_MS,
        logPath: logPath(log),
        onEvent: event => {
          onDetail(event.kind === 'marker' && event.verb === 'doing' ? event.argument : event.text)
          options.onLine?.(event.text)
        },
      }),
    )
  } finally {
    await rm(directory, { recursive: true, force: true })
  }
}

/** Puts the modules of the kernel, and depmod's files, into lib/modules of a directory; returns the kernel's release. */
async function collectModules(
  { built, kernel }: BootTarget,
  destination: string,
  { modulesRoot, signal }: RootOptions,
): Promise<string> {
  await mkdir(destination)
  if (modulesRoot === undefined) {
    if (built === undefined) {
      throw new UsageError(`The modules of ${kernel} are not known`, {
        hint: 'name a build directory or a package, or with --modules where they are installed',
      })
    }
    await stageModules({ ...built, destination, signal })
    return built.release
  }
  const home = join(modulesRoot, 'lib/modules')
  const [release, ...others] = (await exists(home)) ? await readdir(home) : []
  if (release === undefined || others.length > 0) {
    throw new UsageError(`${home} has not the modules of one kernel`, {
      hint: `make modules_install INSTALL_MOD_PATH=${modulesRoot}`,
    })
  }
  const isOfModules = (path: string) => !/\/(?:build|source)$/.test(path)
  await cp(home, join(destination, 'lib/modules'), { recursive: true, filter: isOfModules })
  return release
}
