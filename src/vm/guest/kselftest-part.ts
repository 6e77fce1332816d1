// SPDX-License-Identifier: GPL-2.0-only
import { join } from 'node:path'
import { guestDirectory } from './guest-directory.js'
import type { GuestPart } from './guest-entries.js'

/** The check `kselftest` of a guest, and the tests that it runs: a directory that kselftest has installed. */
export const kselftestPart = (installed: string): GuestPart => ({
  directory: join(guestDirectory, 'kselftest'),
  programs: [],
  tree: { name: 'kselftest', from: installed },
})
