// SPDX-License-Identifier: GPL-2.0-only

interface Common {
  /** Path without a leading slash, such as `bin/busybox`. */
  readonly path: string
  /** Permission bits, without the file type; 0o644, or 0o755 for directories and 0o777 for symlinks, when left out. */
  readonly mode?: number
  /** Seconds since the epoch; 0 when left out. */
  readonly mtime?: number
  readonly uid?: number
  readonly gid?: number
}

/** What an archive holds of one path. */
export type CpioEntry =
  | (Common & { readonly type: 'file'; readonly data: Uint8Array })
  | (Common & { readonly type: 'directory' })
  | (Common & { readonly type: 'symlink'; readonly target: string })
  | (Common & { readonly type: 'chardev' | 'blockdev'; readonly major: number; readonly minor: number })
  | (Common & { readonly type: 'fifo' | 'socket' })

/** File types as in st_mode. */
export const S_IF = {
  fifo: 0o010000,
  chardev: 0o020000,
  directory: 0o040000,
  blockdev: 0o060000,
  file: 0o100000,
  symlink: 0o120000,
  socket: 0o140000,
} as const

export const DEFAULT_MODE: Readonly<Record<CpioEntry['type'], number>> = {
  fifo: 0o644,
  chardev: 0o600,
  directory: 0o755,
  blockdev: 0o600,
  file: 0o644,
  symlink: 0o777,
  socket: 0o644,
}

/** The fields of a newc header in their order, each eight hexadecimal digits (Documentation/driver-api/early-userspace/buffer-format.rst). */
export const FIELDS = [
  'c_ino',
  'c_mode',
  'c_uid',
  'c_gid',
  'c_nlink',
  'c_mtime',
  'c_filesize',
  'c_maj',
  'c_min',
  'c_rmaj',
  'c_rmin',
  'c_namesize',
  'c_chksum',
] as const

export const TRAILER = 'TRAILER!!!'
