// SPDX-License-Identifier: GPL-2.0-only
export { askedSymbols, chooseLines } from './choose-lines.js'
export { type ConfigValue, type DotConfig, readDotConfig, tristate } from './read-dot-config.js'
