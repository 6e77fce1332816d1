// SPDX-License-Identifier: GPL-2.0-only
export { type InitcallRun, type InitcallTrace, readInitcallTrace } from './read-initcall-trace.js'
