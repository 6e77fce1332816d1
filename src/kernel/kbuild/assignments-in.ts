// SPDX-License-Identifier: GPL-2.0-only
import { type MakeAssignment, readMakefile } from '../../formats/makefile/index.js'

/** The assignments of a makefile, as written. */
export const assignmentsIn = (makefile: string): readonly MakeAssignment[] =>
  readMakefile(makefile).filter(statement => statement.kind === 'assignment')
