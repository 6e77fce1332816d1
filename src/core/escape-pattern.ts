// SPDX-License-Identifier: GPL-2.0-only

/** Text as a regular expression that matches just it. */
export const escapePattern = (text: string): string => text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&')
