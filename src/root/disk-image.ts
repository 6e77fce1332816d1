// SPDX-License-Identifier: GPL-2.0-only
import { rm } from 'node:fs/promises'
import { dirname } from 'node:path'
import { runCommand } from '../core/run-command.js'
import { inNamespace, type NamespaceOptions, NO_DEVICES, ROOT_PATH } from './in-namespace.js'

/** Of the file system; the file is sparse. */
export const ROOT_SIZE = '4G'

const E2FSPROGS_HINT = 'apt-get install e2fsprogs'

/** Of an encrypted one, which has no holes: what a Debian root of ours takes, and as much again. */
const LUKS_SIZE = '900M'

/** The passphrase of an encrypted root, which is no secret: guest/root/initramfs-tools/kcarve-local-top has it too. */
const PASSPHRASE = 'kcarve'

/** Inside: makes an ext4 of the archive on stdin, and prints it as an archive, which knows of holes. */
const fromArchive = (size: string, encrypt: string) => `
work=$(mktemp -d /tmp/kcarve-root-XXXXXX)
trap 'umount -l "$work/root/dev" "$work/root/proc" 2>/dev/null || :; rm -rf --one-file-system "$work"' EXIT
mkdir "$work/root"
tar -x -i ${NO_DEVICES} -C "$work/root"
mke2fs -q -t ext4 -m 0 -d "$work/root" "$work/root.ext4" ${size} >&2
${encrypt}
tar -c -S -C "$work" root.ext4
`

/** Inside: puts it into a LUKS2 volume, by the root's own cryptsetup. Few iterations: QEMU has to count them without KVM. */
const ENCRYPT = `
truncate -s +32M "$work/root.ext4"
mv "$work/root.ext4" "$work/root/root.ext4"
mount --rbind /dev "$work/root/dev"
mount -t proc proc "$work/root/proc"
mkdir -p "$work/root/run/cryptsetup"
printf ${PASSPHRASE} | chroot "$work/root" cryptsetup reencrypt --encrypt --type luks2 --reduce-device-size 32M --batch-mode \\
  --key-file - --cipher aes-xts-plain64 --key-size 512 --pbkdf pbkdf2 --pbkdf-force-iterations 1000 /root.ext4 >&2
mv "$work/root/root.ext4" "$work/root.ext4"
`

/**
 * Makes an ext4 image, `root.ext4` beside the archive, of a tar archive; owners are those of the archive. An encrypted one is in
 * a LUKS2 volume, and the archive must be a root with cryptsetup.
 */
export async function imageOfArchive(
  archive: string,
  options: Pick<NamespaceOptions, 'signal' | 'logPath' | 'onLine'> & {
    readonly encrypted?: boolean | undefined
  },
): Promise<void> {
  const script = options.encrypted === true ? fromArchive(LUKS_SIZE, ENCRYPT) : fromArchive(ROOT_SIZE, '')
  const packed = `${archive}.image`
  try {
    await inNamespace(script, { ...options, inputs: [archive], output: packed })
    await runCommand('tar', ['-x', '-S', '-f', packed, '-C', dirname(archive)], { signal: options.signal })
  } finally {
    await rm(packed, { force: true })
  }
}

export interface DirectoryImageOptions {
  readonly directory: string
  readonly image: string
  /** As mke2fs takes it, `64M`. */
  readonly size: string
  readonly logPath?: string | undefined
  readonly signal?: AbortSignal | undefined
}

/** Makes an ext4 image of a directory as we may read it. Throws MissingError without mke2fs, CommandError when something cannot be read. */
export async function imageOfDirectory(options: DirectoryImageOptions): Promise<void> {
  const { directory, image, size, ...run } = options
  const args = ['-q', '-t', 'ext4', '-m', '0', '-E', 'root_owner=0:0', '-d', directory, image, size]
  await runCommand('mke2fs', args, { ...run, installHint: E2FSPROGS_HINT, env: ROOT_PATH })
}
