// SPDX-License-Identifier: GPL-2.0-only
export { readDotCmd } from './read-dot-cmd.js'
