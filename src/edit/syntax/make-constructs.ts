// SPDX-License-Identifier: GPL-2.0-only
import type { MakeStatement } from '../../formats/makefile/index.js'
import type { AssignmentOptions, RuleOptions } from '../anchor.js'
import type { AssignedWords } from '../recipe.js'
import { lineAt, type SourceText } from '../source-text.js'
import type { Construct } from './construct.js'
import { parseMakefile } from './makefile.js'

export function findAssignments(
  source: SourceText,
  variable: string,
  { value, operator }: AssignmentOptions,
): Construct[] {
  return constructs(
    source,
    statement =>
      statement.kind === 'assignment' &&
      statement.variable === variable &&
      (value === undefined || statement.words.includes(value)) &&
      (operator === undefined || statement.operator === operator),
  )
}

export function findRules(
  source: SourceText,
  target: string,
  { prerequisite, recipe }: RuleOptions,
): Construct[] {
  return constructs(
    source,
    statement =>
      statement.kind === 'rule' &&
      statement.targets.includes(target) &&
      (prerequisite === undefined || statement.prerequisites.includes(prerequisite)) &&
      (recipe === undefined || recipe === statement.recipe.end > statement.recipe.start),
  )
}

/** The assignment that each line starts or continues, by line index from 0. */
export function assignmentsByLine(
  source: SourceText,
): ReadonlyMap<number, { assignment: AssignedWords; isFirst: boolean }> {
  const byLine = new Map<number, { assignment: AssignedWords; isFirst: boolean }>()
  for (const statement of parseMakefile(source)) {
    if (statement.kind !== 'assignment') continue
    const { variable, operator, words } = statement
    const first = lineAt(source, statement.start)
    for (let index = first; index <= lineAt(source, statement.end - 1); index++) {
      byLine.set(index, { assignment: { variable, operator, words }, isFirst: index === first })
    }
  }
  return byLine
}

function constructs(source: SourceText, wanted: (statement: MakeStatement) => boolean): Construct[] {
  const statements = parseMakefile(source)
  return statements.flatMap((statement, index) => {
    if (!wanted(statement)) return []
    const { start, end } = statement
    const inside = statement.kind === 'rule' ? statement.recipe : undefined
    return [{ start, end, lead: commentAbove(statements, index), inside }]
  })
}

/** Where the comment starts that stands directly above; a file's head comment belongs to the file. */
function commentAbove(statements: readonly MakeStatement[], index: number): number {
  const { start } = statements[index] as MakeStatement
  let lead = start
  for (let at = index - 1; at >= 0; at--) {
    const above = statements[at] as MakeStatement
    if (above.kind !== 'comment' || above.end !== lead) break
    lead = above.start
  }
  return lead === 0 ? start : lead
}
