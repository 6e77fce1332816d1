// SPDX-License-Identifier: GPL-2.0-only
export { changedVariables } from './changed-variables.js'
export { compareCompiled } from './compare-compiled.js'
export { someOf } from './some-of.js'
