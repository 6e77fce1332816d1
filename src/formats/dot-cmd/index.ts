// SPDX-License-Identifier: GPL-2.0-only
export { type DotCmd, readDotCmd } from './read-dot-cmd.js'
