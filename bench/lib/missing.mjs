// SPDX-License-Identifier: GPL-2.0-only

/** What a section needs and the machine does not have; the message says how to get it. */
export class Missing extends Error {}
