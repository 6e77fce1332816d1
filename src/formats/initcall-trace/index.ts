// SPDX-License-Identifier: GPL-2.0-only
export { type InitcallCall, type InitcallTrace, readInitcallTrace } from './read-initcall-trace.js'
