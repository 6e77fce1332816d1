// SPDX-License-Identifier: GPL-2.0-only
export { type ConfigValue, type DotConfig, readDotConfig, tristate } from './read-dot-config.js'
