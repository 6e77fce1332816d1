// SPDX-License-Identifier: GPL-2.0-only
export { blanked, commentsIn, type HiddenSpan, hiddenSpans, replaceSpans } from './hidden-spans.js'
export { sameWithout } from './same-without.js'
