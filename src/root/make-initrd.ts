// SPDX-License-Identifier: GPL-2.0-only
import { mkdir, rm } from 'node:fs/promises'
import { basename, dirname, join, resolve } from 'node:path'
import { runCommand } from '../core/run-command.js'
import { guestDirectory } from '../vm/index.js'
import { inNamespace, NO_DEVICES } from './in-namespace.js'

export interface InitrdOptions {
  /** The root as a tar archive: its own tools make the initrd. */
  readonly archive: string
  /** A Debian package of the kernel; or what is taken for one that is installed: */
  readonly package: string | undefined
  /** A directory with lib/modules/RELEASE in it, depmod's files included. */
  readonly modulesRoot: string
  /** .config of the kernel, if it is known. */
  readonly config: string | undefined
  readonly release: string
  /** The initrd. */
  readonly path: string
  /** Where what is only needed meanwhile goes. */
  readonly workDir: string
  readonly logPath: string
  readonly signal?: AbortSignal | undefined
}

/** Inside: unpacks the root with the modules of the kernel or its package, and has it make the initrd of a Debian system. */
const script = (release: string) => `
work=$(mktemp -d /tmp/kcarve-initrd-XXXXXX)
trap 'umount -l "$work/dev" "$work/proc" 2>/dev/null || :; rm -rf --one-file-system "$work"' EXIT
tar -x -i ${NO_DEVICES} --keep-directory-symlink -C "$work"
mount --rbind /dev "$work/dev"
mount -t proc proc "$work/proc"
echo COMPRESS=gzip >"$work/etc/initramfs-tools/conf.d/kcarve"
for when in local-top local-bottom; do install -D "$work/kcarve-$when" "$work/etc/initramfs-tools/scripts/$when/kcarve"; done
# The hook of cryptsetup leaves itself out otherwise, as no volume is in the root's crypttab.
[ ! -d "$work/etc/cryptsetup-initramfs" ] || echo CRYPTSETUP=y >"$work/etc/cryptsetup-initramfs/conf-hook"
if [ -e "$work/${PACKAGE}" ]; then
	DEBIAN_FRONTEND=noninteractive chroot "$work" dpkg --install /${PACKAGE} >&2
else
	# mkinitramfs asks there whether the kernel can unpack what it makes.
	[ -e "$work/boot/config-${release}" ] || echo CONFIG_RD_GZIP=y >"$work/boot/config-${release}"
	chroot "$work" mkinitramfs -o /boot/initrd.img-${release} ${release} >&2
fi
cat "$work/boot/initrd.img-${release}"
`

/** Of the package in the root. */
const PACKAGE = 'kernel.deb'

/**
 * Makes the initrd with initramfs-tools inside a Debian root, as installing a package of the kernel does; a package is installed
 * there by dpkg, its maintainer scripts included. It also mounts the disk of the kernel. Throws CommandError when that fails; what it
 * says is in the log.
 */
export async function makeInitrd(options: InitrdOptions): Promise<void> {
  const { archive, package: made, modulesRoot, config, release, path, workDir, logPath, signal } = options
  const added = join(workDir, 'added.tar')
  await mkdir(workDir, { recursive: true })
  const hook = join(guestDirectory, 'root/initramfs-tools')
  try {
    const kernel =
      made === undefined
        ? ['-C', modulesRoot, 'lib/modules', ...renamed(config, `boot/config-${release}`)]
        : renamed(made, PACKAGE)
    const owner = ['--owner=0', '--group=0', '--numeric-owner']
    const hooks = ['-C', hook, 'kcarve-local-top', 'kcarve-local-bottom']
    await runCommand('tar', ['-c', '-f', added, ...owner, ...hooks, ...kernel], { signal })
    await inNamespace(script(release), { inputs: [archive, added], output: path, logPath, signal })
  } finally {
    await rm(added, { force: true })
  }
}

/** Arguments of tar for a file under another name. */
const renamed = (file: string | undefined, name: string) =>
  file === undefined
    ? []
    : [
        `--transform=flags=r;s,^${escaped(basename(file))}$,${name},`,
        '-C',
        dirname(resolve(file)),
        basename(file),
      ]

/** For the regular expressions of sed. */
const escaped = (text: string) => text.replace(/[.[\]*^$\\,]/g, '\\$&')
