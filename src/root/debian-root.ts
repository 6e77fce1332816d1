// SPDX-License-Identifier: GPL-2.0-only
import { createHash } from 'node:crypto'
import { readFile, symlink } from 'node:fs/promises'
import { join } from 'node:path'
import type { Architecture } from '../arch/architecture.js'
import { cachedDirectory } from '../core/cached-directory.js'
import { CommandError, MissingError } from '../core/errors.js'
import { exists } from '../core/exists.js'
import { runCommand } from '../core/run-command.js'
import { debianMirrors, KEYRING } from '../debian/mirrors.js'
import { imageOfArchive } from './disk-image.js'
import { checkNamespaces, MMDEBSTRAP_HINT, ROOT_PATH } from './in-namespace.js'
import { ROOT_PACKAGES } from './packages.js'

export interface DebianRootOptions {
  readonly arch: Architecture
  /** Such as `trixie`; that of the machine, or the stable one, when left out. */
  readonly suite?: string | undefined
  /** Whether the image is to be encrypted. */
  readonly encrypted?: boolean | undefined
  readonly cacheDir: string
  readonly logPath: string
  readonly signal?: AbortSignal | undefined
  /** Called with what is being done. */
  readonly onDetail?: ((text: string) => void) | undefined
}

/** A Debian system that has never been booted. */
export interface DebianRoot {
  readonly suite: string
  /** All its files as a tar archive. */
  readonly archive: string
  /** The same as an ext4 image, or in a LUKS2 volume. */
  readonly image: string
}

/** Timers, and the services that packages bring: the client checks start what they need. */
const MASKED = [
  ...['apt-daily.timer', 'apt-daily-upgrade.timer', 'dpkg-db-backup.timer', 'e2scrub_all.timer'],
  ...['e2scrub_reap.service', 'fstrim.timer', 'systemd-tmpfiles-clean.timer'],
  ...['nfs-server.service', 'nfs-client.target', 'nfs-blkmap.service', 'rpcbind.service', 'rpcbind.socket'],
  ...['krb5-kdc.service', 'krb5-admin-server.service'],
]

/**
 * Done in the new root. Documentation and translations, a third of it, go; not by dpkg's path-exclude, for which mmdebstrap
 * starts a filter in Python for each package. A machine id, for without one systemd presets every unit at
 * boot.
 */
const CUSTOMIZE = [
  'rm -rf "$1/usr/share/doc" "$1/usr/share/man" "$1/usr/share/locale" "$1/usr/share/info"',
  'printf "6b63617276650000000000000000000%d\\n" 1 >"$1/etc/machine-id"',
  'echo kcarve >"$1/etc/hostname"',
  `chroot "$1" systemctl mask ${MASKED.join(' ')}`,
].map(hook => `--customize-hook=${hook}`)

/**
 * A minimal Debian root with what the client checks need, made by mmdebstrap of the machine's mirror once and kept in the
 * cache, by suite, packages and architecture. Needs no root privileges. Throws MissingError for what the machine lacks, or when
 * the mirror cannot be reached.
 */
export async function debianRoot(options: DebianRootOptions): Promise<DebianRoot> {
  const { arch, cacheDir, encrypted = false, onDetail = () => {} } = options
  const suite = options.suite ?? (await ownSuite())
  const key = createHash('sha256')
    .update(JSON.stringify([ROOT_PACKAGES, CUSTOMIZE]))
    .digest('hex')
  const name = `debian-${suite}-${arch.debian}-${key.slice(0, 8)}`
  const directory = await cachedDirectory(join(cacheDir, 'roots', name), async partial => {
    await bootstrap(join(partial, 'root.tar'), suite, options)
    onDetail('making its disk')
    await imageOfArchive(join(partial, 'root.tar'), options)
  })
  const archive = join(directory, 'root.tar')
  if (!encrypted) return { suite, archive, image: join(directory, 'root.ext4') }
  const volume = await cachedDirectory(join(cacheDir, 'roots', `${name}-luks`), async partial => {
    onDetail('encrypting its disk')
    const copy = join(partial, 'root.tar')
    await symlink(archive, copy)
    await imageOfArchive(copy, { ...options, encrypted })
  })
  return { suite, archive, image: join(volume, 'root.ext4') }
}

async function bootstrap(archive: string, suite: string, options: DebianRootOptions): Promise<void> {
  const { arch, signal, logPath, onDetail = () => {} } = options
  await checkNamespaces(options)
  if (!(await exists(KEYRING))) {
    throw new MissingError(`${KEYRING} is not there to verify what is downloaded`, {
      hint: 'apt-get install debian-archive-keyring',
    })
  }
  const { main } = await debianMirrors({ signal })
  onDetail(`making a Debian root of ${suite}`)
  const args = [
    ...['--variant=minbase', '--mode=unshare', '--format=tar', `--architectures=${arch.debian}`],
    ...['--aptopt=Acquire::Languages "none"', `--include=${ROOT_PACKAGES.join(',')}`, ...CUSTOMIZE],
    ...[suite, archive, `deb [signed-by=${KEYRING}] ${main} ${suite} main`],
  ]
  const onLine = (line: string) => {
    const what = mmdebstrapStep(line)
    if (what !== undefined) onDetail(what)
  }
  try {
    await runCommand('mmdebstrap', args, {
      installHint: MMDEBSTRAP_HINT,
      signal,
      logPath,
      onLine,
      env: ROOT_PATH,
    })
  } catch (cause) {
    if (!(cause instanceof CommandError)) throw cause
    const why = cause.tail.filter(line => line.startsWith('E: ')).at(0) ?? cause.message
    throw new MissingError(`mmdebstrap could not make a Debian root of ${suite}: ${why}`, {
      hint: isForeign(why)
        ? `apt-get install qemu-user-static, which runs programs of ${arch.debian}`
        : `see ${logPath}`,
      cause,
    })
  }
}

/** Whether mmdebstrap says that this machine cannot run the programs of the root, which it has to. */
const isForeign = (why: string) => /can neither be executed natively nor via qemu/.test(why)

/** @internal Of what mmdebstrap prints, what tells that it goes on: `I: installing remaining packages inside the chroot...`. */
export const mmdebstrapStep = (line: string): string | undefined =>
  /^I: (.*?)\.\.\.$/.exec(line)?.[1] ?? /^(?:Get:\d+ .*|(?:Unpacking|Setting up) \S+)/.exec(line)?.[0]

/** The suite of a Debian machine; elsewhere, and on a machine of testing, the stable one. */
async function ownSuite(): Promise<string> {
  const release = await readFile('/etc/os-release', 'utf8').catch(() => '')
  const codename = /^VERSION_CODENAME=(\w+)$/m.exec(release)?.[1]
  return /^ID=debian$/m.test(release) && /^VERSION_ID=/m.test(release) && codename !== undefined
    ? codename
    : 'stable'
}
