// SPDX-License-Identifier: GPL-2.0-only
import { fileURLToPath } from 'node:url'

/** Where the sources of what runs in the guest lie: the same from src/ and from the built package. */
export const guestDirectory: string = fileURLToPath(new URL('../../../guest', import.meta.url))
