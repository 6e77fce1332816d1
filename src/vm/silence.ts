// SPDX-License-Identifier: GPL-2.0-only

/** A healthy kernel may be as quiet as this, in milliseconds, on a machine that does other things too. */
const QUIET_MS = 20_000

/**
 * Milliseconds without a line after which a guest is taken to hang: a third of the time that it has for everything, or ten
 * times what it took to its first word where that is longer, as on a loaded machine. A guest with little time runs into its
 * deadline, and that is what is told.
 */
export const silenceLimit = (deadlineMs: number, toInitMs = 0): number =>
  Math.max(QUIET_MS, deadlineMs / 3, 10 * toInitMs)
