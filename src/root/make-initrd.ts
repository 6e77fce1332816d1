// SPDX-License-Identifier: GPL-2.0-only
import { mkdir, rm } from 'node:fs/promises'
import { basename, dirname, join } from 'node:path'
import { runCommand } from '../core/run-command.js'
import { guestDirectory } from '../vm/index.js'
import { inNamespace, NO_DEVICES } from './in-namespace.js'

export interface InitrdOptions {
  /** The root as a tar archive: its own tools make the initrd. */
  readonly archive: string
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

/** Inside: unpacks the root with the modules of the kernel, and has it make the initrd of a Debian system. */
const script = (release: string) => `
work=$(mktemp -d /tmp/kcarve-initrd-XXXXXX)
trap 'umount -l "$work/dev" "$work/proc" 2>/dev/null || :; rm -rf --one-file-system "$work"' EXIT
tar -x -i ${NO_DEVICES} --keep-directory-symlink -C "$work"
mount --rbind /dev "$work/dev"
mount -t proc proc "$work/proc"
cp -r "$work/etc/initramfs-tools" "$work/initramfs-tools"
# mkinitramfs asks there whether the kernel can unpack what it makes.
[ -e "$work/boot/config-${release}" ] || echo CONFIG_RD_GZIP=y >"$work/boot/config-${release}"
echo COMPRESS=gzip >"$work/initramfs-tools/conf.d/kcarve"
for when in local-top local-bottom; do install -D "$work/kcarve-$when" "$work/initramfs-tools/scripts/$when/kcarve"; done
# The hook of cryptsetup leaves itself out otherwise, as no volume is in the root's crypttab.
[ ! -d "$work/etc/cryptsetup-initramfs" ] || echo CRYPTSETUP=y >"$work/etc/cryptsetup-initramfs/conf-hook"
chroot "$work" mkinitramfs -d /initramfs-tools -o /kcarve-initrd ${release} >&2
cat "$work/kcarve-initrd"
`

/**
 * Makes the initrd with initramfs-tools inside a Debian root, as installing a package of the kernel does. It also mounts the disk of the kernel.
 * Throws CommandError when that fails; what it says is in the log.
 */
export async function makeInitrd(options: InitrdOptions): Promise<void> {
  const { archive, modulesRoot, config, release, path, workDir, logPath, signal } = options
  const added = join(workDir, 'added.tar')
  await mkdir(workDir, { recursive: true })
  const hook = join(guestDirectory, 'root/initramfs-tools')
  try {
    const owner = ['--owner=0', '--group=0', '--numeric-owner']
    await runCommand(
      'tar',
      [
        '-c',
        '-f',
        added,
        ...owner,
        `--transform=s,^\\.config$,boot/config-${release},`,
        '-C',
        modulesRoot,
        'lib/modules',
        '-C',
        hook,
        'kcarve-local-top',
        'kcarve-local-bottom',
        ...fileOf(config),
      ],
      { signal },
    )
    await inNamespace(script(release), { inputs: [archive, added], output: path, logPath, signal })
  } finally {
    await rm(added, { force: true })
  }
}

const fileOf = (config: string | undefined) =>
  config === undefined ? [] : ['-C', dirname(config), basename(config)]
