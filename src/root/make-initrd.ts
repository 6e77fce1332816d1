// SPDX-License-Identifier: GPL-2.0-only
import { mkdir, rm } from 'node:fs/promises'
import { basename, dirname, join, resolve } from 'node:path'
import { runCommand } from '../core/run-command.js'
import { guestDirectory } from '../vm/index.js'
import { inNamespace, NO_DEVICES } from './in-namespace.js'

/** What makes an initrd inside the root; dracut's has its module for FIPS mode. */
export const INITRD_TOOLS = ['initramfs-tools', 'dracut'] as const
export type InitrdTools = (typeof INITRD_TOOLS)[number]

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
  readonly tools: InitrdTools
  /** The initrd. */
  readonly path: string
  /** Where what is only needed meanwhile goes. */
  readonly workDir: string
  readonly logPath: string
  readonly signal?: AbortSignal | undefined
}

/** Inside: unpacks the root with the modules of the kernel or its package, and has its tools make the initrd. */
const script = (release: string, tools: InitrdTools) => `
work=$(mktemp -d /tmp/kcarve-initrd-XXXXXX)
trap 'umount -l "$work/dev" "$work/proc" 2>/dev/null || :; rm -rf --one-file-system "$work"' EXIT
tar -x -i ${NO_DEVICES} --keep-directory-symlink -C "$work"
mount --rbind /dev "$work/dev"
mount -t proc proc "$work/proc"
echo COMPRESS=gzip >"$work/etc/initramfs-tools/conf.d/kcarve"
for when in local-top local-bottom; do
	install -D "$work/initramfs-tools/kcarve-$when" "$work/etc/initramfs-tools/scripts/$when/kcarve"
done
# The hook of cryptsetup leaves itself out otherwise, as no volume is in the root's crypttab.
[ ! -d "$work/etc/cryptsetup-initramfs" ] || echo CRYPTSETUP=y >"$work/etc/cryptsetup-initramfs/conf-hook"
initrd=/boot/initrd.img-${release}
if [ -e "$work/${PACKAGE}" ]; then
	DEBIAN_FRONTEND=noninteractive chroot "$work" dpkg --install /${PACKAGE} >&2
elif [ ${tools} = initramfs-tools ]; then
	# mkinitramfs asks there whether the kernel can unpack what it makes.
	[ -e "$work/boot/config-${release}" ] || echo CONFIG_RD_GZIP=y >"$work/boot/config-${release}"
	chroot "$work" mkinitramfs -o "$initrd" ${release} >&2
fi
if [ ${tools} = dracut ]; then
	# No package of Debian has sha512hmac, without which dracut leaves its module for FIPS mode out.
	install "$work/dracut/sha512hmac" "$work/usr/bin/"
	mv "$work/dracut" "$work/usr/lib/dracut/modules.d/99kcarve"
	chroot "$work" dracut --no-hostonly --gzip --force --add "fips kcarve" "$initrd" ${release} >&2
fi
cat "$work$initrd"
`

/** Of the package in the root. */
const PACKAGE = 'kernel.deb'

/**
 * Makes the initrd inside a Debian root, by default with initramfs-tools, as installing a package of the kernel does; a package is
 * installed there by dpkg, its maintainer scripts included. It also mounts the disk of the kernel. Throws CommandError when that fails; what it
 * says is in the log.
 */
export async function makeInitrd(options: InitrdOptions): Promise<void> {
  const {
    archive,
    package: made,
    modulesRoot,
    config,
    release,
    path,
    workDir,
    logPath,
    signal,
    tools,
  } = options
  const added = join(workDir, 'added.tar')
  await mkdir(workDir, { recursive: true })
  try {
    const kernel =
      made === undefined
        ? ['-C', modulesRoot, 'lib/modules', ...renamed(config, `boot/config-${release}`)]
        : renamed(made, PACKAGE)
    const owner = ['--owner=0', '--group=0', '--numeric-owner']
    const hooks = ['-C', join(guestDirectory, 'root'), ...INITRD_TOOLS]
    await runCommand('tar', ['-c', '-f', added, ...owner, ...hooks, ...kernel], { signal })
    await inNamespace(script(release, tools), { inputs: [archive, added], output: path, logPath, signal })
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
