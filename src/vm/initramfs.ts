// SPDX-License-Identifier: GPL-2.0-only
import { join } from 'node:path'
import { type CpioEntry, withParents, writeCpio } from '../formats/cpio/index.js'
import { findBusybox } from './guest/find-busybox.js'
import { guestDirectory } from './guest/guest-directory.js'
import { type GuestEntriesOptions, guestEntries, scriptEntry, treeEntries } from './guest/guest-entries.js'

export interface InitramfsOptions extends GuestEntriesOptions {
  /** A directory with lib/modules/RELEASE in it, as `make modules_install` leaves it; its lib is added. */
  readonly modulesRoot?: string | undefined
  /** Further entries; they win over ours of the same path. */
  readonly extra?: readonly CpioEntry[] | undefined
}

/** What the kernel needs before /init has mounted anything. */
const SKELETON: readonly CpioEntry[] = [
  { type: 'chardev', path: 'dev/console', mode: 0o600, major: 5, minor: 1 },
  { type: 'chardev', path: 'dev/null', mode: 0o666, major: 1, minor: 3 },
  ...['bin', 'proc', 'sys', 'tmp'].map(path => ({ type: 'directory' as const, path })),
  // Where the kernel looks for modprobe.
  { type: 'symlink', path: 'sbin', target: 'bin' },
]

/** What leads from installed modules back to the tree. */
const BACK = ['build', 'source']

/**
 * The initramfs of a guest: busybox, our /init, dumps and restarts, and the checks, dumps and programs of the parts. The same
 * inputs give the same bytes. Throws MissingError without a static busybox or a compiler.
 */
export async function buildInitramfs(options: InitramfsOptions): Promise<Uint8Array> {
  const entries: CpioEntry[] = [
    ...SKELETON,
    { type: 'file', path: 'bin/busybox', mode: 0o755, data: await findBusybox(options) },
    await scriptEntry(join(guestDirectory, 'init'), 'init'),
    ...(await guestEntries(options)),
    ...(options.modulesRoot === undefined
      ? []
      : await treeEntries(join(options.modulesRoot, 'lib'), 'lib', BACK)),
    ...(options.extra ?? []),
  ]
  return writeCpio(withParents([...new Map(entries.map(entry => [entry.path, entry])).values()]))
}
