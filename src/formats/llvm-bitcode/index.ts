// SPDX-License-Identifier: GPL-2.0-only
export { type BitcodeSymbol, bitcodeSymbols, isBitcode } from './bitcode-symbols.js'
