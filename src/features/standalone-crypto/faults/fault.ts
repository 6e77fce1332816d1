// SPDX-License-Identifier: GPL-2.0-only
import type { FaultTarget } from './fault-target.js'

/** What has to become of the boot. A text is part of a line of the console; `…` in it is anything. */
export type Promised =
  /** The kernel panics, with this text, and where that does not tell why it has told it before. */
  | { readonly kind: 'panic'; readonly text: string; readonly because?: string }
  /** It reports a bug of its own, which ends the boot, and the console has said this of it. */
  | { readonly kind: 'oops'; readonly text: string }
  /** It comes to user space, and the console has said this; what is named here fails there, and nothing else does. */
  | { readonly kind: 'boots'; readonly text: string; readonly without: readonly string[] }
  /** It stands still, and this was the last that it began. */
  | { readonly kind: 'hangs'; readonly text: string }

export interface Fault {
  readonly name: string
  readonly summary: string
  /** Words of the kernel command line. */
  readonly append: readonly string[]
  /** What must be in the module, and what it means that it is not: the fault is skipped then. */
  readonly needs?: { readonly symbol: string; readonly without: string } | undefined
  readonly change: (target: FaultTarget) => void
  readonly promised: Promised
}
