// SPDX-License-Identifier: GPL-2.0-only
import { mkdtemp, open, readdir, rm, symlink } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { CommandError, UsageError } from '../../core/errors.js'
import { exists, isFile } from '../../core/exists.js'
import { runCommand } from '../../core/run-command.js'

/** A Debian package of a kernel, unpacked. */
export interface KernelPackage {
  /** The package. */
  readonly path: string
  /** Its /boot/vmlinuz-RELEASE. */
  readonly image: string
  /** Where its files are: lib/modules/RELEASE with depmod's indices, and boot. */
  readonly root: string
}

/** What an ar archive begins with whose first member is that of a Debian package (deb(5)). */
const BEGIN = '!<arch>\ndebian-binary'

/** Whether a path is a Debian package, of whatever; false for what is no regular file. */
export async function isDebianPackage(path: string): Promise<boolean> {
  if (!(await isFile(path))) return false
  const file = await open(path, 'r')
  try {
    const { buffer, bytesRead } = await file.read(Buffer.alloc(BEGIN.length), 0, BEGIN.length, 0)
    return buffer.toString('latin1', 0, bytesRead) === BEGIN
  } finally {
    await file.close()
  }
}

/**
 * Lends the content of a Debian package of a kernel, `linux-image-…`, in a directory that is gone afterwards. Throws UsageError for a
 * package of something else or a damaged one, MissingError without dpkg-deb or depmod.
 */
export async function withKernelPackage<T>(
  path: string,
  signal: AbortSignal,
  work: (kernel: KernelPackage) => Promise<T>,
): Promise<T> {
  const root = await mkdtemp(join(tmpdir(), 'kcarve-package-'))
  try {
    await unpack(path, root, signal)
    // Packages of a distribution without /lib of its own.
    if (!(await exists(join(root, 'lib')))) await symlink('usr/lib', join(root, 'lib'))
    const [image, release] = await Promise.all([
      theOnly(join(root, 'boot'), name => name.startsWith('vmlinuz-')),
      theOnly(join(root, 'lib/modules'), () => true),
    ])
    if (image === undefined || release === undefined) {
      throw new UsageError(
        `${path} is no package of a kernel: it has no /boot/vmlinuz-RELEASE with its modules`,
        {
          hint: 'linux-image-RELEASE has them; headers, debugging symbols and metapackages do not',
        },
      )
    }
    await runCommand('depmod', ['-b', root, release], { installHint: 'apt-get install kmod', signal })
    return await work({ path, image: join(root, 'boot', image), root })
  } finally {
    await rm(root, { recursive: true, force: true })
  }
}

async function unpack(path: string, root: string, signal: AbortSignal): Promise<void> {
  try {
    await runCommand('dpkg-deb', ['-x', path, root], { installHint: 'apt-get install dpkg', signal })
  } catch (cause) {
    if (!(cause instanceof CommandError)) throw cause
    throw new UsageError(`${path} cannot be unpacked: ${cause.tail.join('; ')}`, { cause })
  }
}

/** The one name in a directory that counts; undefined for none, or several. */
async function theOnly(directory: string, counts: (name: string) => boolean): Promise<string | undefined> {
  const names = (await readdir(directory).catch(() => [])).filter(counts)
  return names.length === 1 ? names[0] : undefined
}
