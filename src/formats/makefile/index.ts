// SPDX-License-Identifier: GPL-2.0-only
export { readMakefile } from './read-makefile.js'
export type { MakeAssignment, MakeCondition, MakeStatement } from './statement.js'
