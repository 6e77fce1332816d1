// SPDX-License-Identifier: GPL-2.0-only
import { rm } from 'node:fs/promises'
import { dirname } from 'node:path'
import { runCommand } from '../core/run-command.js'
import { inNamespace, type NamespaceOptions, NO_DEVICES, ROOT_PATH } from './in-namespace.js'

/** Of the file system; the file is sparse. */
export const ROOT_SIZE = '4G'

const E2FSPROGS_HINT = 'apt-get install e2fsprogs'

/** Inside: makes an ext4 of the archive on stdin, and prints it as an archive, which knows of holes. */
const FROM_ARCHIVE = `
work=$(mktemp -d /tmp/kcarve-root-XXXXXX)
trap 'rm -rf --one-file-system "$work"' EXIT
mkdir "$work/root"
tar -x -i ${NO_DEVICES} -C "$work/root"
mke2fs -q -t ext4 -m 0 -d "$work/root" "$work/root.ext4" ${ROOT_SIZE} >&2
tar -c -S -C "$work" root.ext4
`

/** Makes an ext4 image, `root.ext4` beside the archive, of a tar archive; owners are those of the archive. */
export async function imageOfArchive(
  archive: string,
  options: Pick<NamespaceOptions, 'signal' | 'logPath' | 'onLine'>,
): Promise<void> {
  const packed = `${archive}.image`
  try {
    await inNamespace(FROM_ARCHIVE, { ...options, inputs: [archive], output: packed })
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
