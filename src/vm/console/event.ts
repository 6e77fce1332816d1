// SPDX-License-Identifier: GPL-2.0-only

/** What one line on the console of a virtual machine means; `time` is the kernel's own, in seconds since its start. */
export type ConsoleEvent =
  | { readonly kind: 'kernel'; readonly text: string; readonly time?: number | undefined }
  /** The kernel gave up. */
  | { readonly kind: 'panic'; readonly text: string; readonly time?: number | undefined }
  /** BUG, oops, general protection fault and the like: the kernel may go on. */
  | { readonly kind: 'oops'; readonly text: string; readonly time?: number | undefined }
  | { readonly kind: 'warning'; readonly text: string; readonly time?: number | undefined }
  /** A line of initcall_debug. */
  | { readonly kind: 'initcall'; readonly text: string; readonly time?: number | undefined }
  /** The guest's own words: `up RELEASE`, `check NAME`, `doing TEXT`, `begin NAME`, `end NAME`, `done`. */
  | { readonly kind: 'marker'; readonly text: string; readonly verb: string; readonly argument: string }
  /** A line of the text that `begin` opened. */
  | { readonly kind: 'content'; readonly text: string }
  | { readonly kind: 'ktap'; readonly text: string }
  /** QEMU's own messages. */
  | { readonly kind: 'qemu'; readonly text: string }
  /** Anything else: firmware, decompressor, what programs print. */
  | { readonly kind: 'other'; readonly text: string }
