// SPDX-License-Identifier: GPL-2.0-only
import { type DotConfig, tristate } from '../dot-config/index.js'
import type { Comparison, Expression } from './expression.js'

/** The options of a kernel, and those that its Kconfig defines: any other name stands for itself. */
export interface KconfigValues {
  readonly config: DotConfig
  readonly isDefined: (name: string) => boolean
}

/** 0, 1 and 2 for n, m and y, as in Kconfig; undefined where a macro decides. */
type Level = 0 | 1 | 2 | undefined

const LEVELS = { n: 0, m: 1, y: 2 } as const

/** What an expression is in a configuration: 0 for n, 1 for m, 2 for y; undefined where a macro decides. */
export function evaluate(expression: Expression, values: KconfigValues): Level {
  switch (expression.op) {
    case 'symbol':
      return levelOf(expression.name, values)
    case 'text':
      return expression.text in LEVELS ? LEVELS[expression.text as keyof typeof LEVELS] : 0
    case 'macro':
      return undefined
    case 'not': {
      const level = evaluate(expression.of, values)
      return level === undefined ? undefined : ((2 - level) as Level)
    }
    case 'and':
      return least(evaluate(expression.left, values), evaluate(expression.right, values), 0)
    case 'or':
      return greatest(evaluate(expression.left, values), evaluate(expression.right, values))
    default:
      return compare(expression.op, textOf(expression.left, values), textOf(expression.right, values))
  }
}

function levelOf(name: string, { config, isDefined }: KconfigValues): Level {
  if (isDefined(name)) return LEVELS[tristate(config, name)]
  return name in LEVELS ? LEVELS[name as keyof typeof LEVELS] : 0
}

/** An operand of a comparison: the value of an option, or what stands for itself. */
function textOf(operand: Expression, { config, isDefined }: KconfigValues): string | undefined {
  if (operand.op === 'text') return operand.text
  if (operand.op !== 'symbol') return undefined
  if (!isDefined(operand.name)) return operand.name
  return config.get(operand.name)?.value ?? 'n'
}

function compare(op: Comparison, left: string | undefined, right: string | undefined): Level {
  if (left === undefined || right === undefined) return undefined
  const numbers = [left, right].map(Number)
  const [a = 0, b = 0] = numbers
  const isNumeric = numbers.every(Number.isFinite)
  if (op === '=') return (isNumeric ? a === b : left === right) ? 2 : 0
  if (op === '!=') return (isNumeric ? a !== b : left !== right) ? 2 : 0
  if (!isNumeric) return undefined
  const holds = { '<': a < b, '<=': a <= b, '>': a > b, '>=': a >= b }[op]
  return holds ? 2 : 0
}

/** The least of two, of which an n decides alone. */
function least(a: Level, b: Level, decides: Level): Level {
  if (a === decides || b === decides) return decides
  if (a === undefined || b === undefined) return undefined
  return Math.min(a, b) as Level
}

function greatest(a: Level, b: Level): Level {
  if (a === 2 || b === 2) return 2
  if (a === undefined || b === undefined) return undefined
  return Math.max(a, b) as Level
}
