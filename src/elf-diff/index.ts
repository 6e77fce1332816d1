// SPDX-License-Identifier: GPL-2.0-only
export { changedVariables } from './changed-variables.js'
export { compareCompiled, type OtherSymbol, otherSymbols } from './compare-compiled.js'
export { type Contents, contentsOf, type SharedContent, sharedContents } from './shared-contents.js'
export { someOf } from './some-of.js'
