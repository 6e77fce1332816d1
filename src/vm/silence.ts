// SPDX-License-Identifier: GPL-2.0-only

/**
 * Milliseconds without a line after which a guest is taken to hang: a third of the time that it has for everything, or ten
 * times what it took to its first word where that is longer, as on a loaded machine.
 */
export const silenceLimit = (deadlineMs: number, toInitMs = 0): number =>
  Math.max(deadlineMs / 3, 10 * toInitMs)
