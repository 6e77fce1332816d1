// SPDX-License-Identifier: GPL-2.0-only

import type { DotConfig } from '../../formats/dot-config/index.js'
import {
  type Attribute,
  conjunctsOf,
  type Expression,
  evaluate,
  expressionText,
  type KconfigValues,
} from '../../formats/kconfig/index.js'
import type { KconfigOption, OptionDefinition } from '../../kernel/index.js'
import type { UnmetOption } from './unmet-options.js'

/** Why Kconfig did not set an option as it was asked to. */
export interface UnmetReason {
  /**
   * `gone`: the tree has no such option; `depends`: what it depends on does not hold; `selected`: others need it; `choice`:
   * another member of its choice is taken; `type`, `range`: it cannot have the value; `derived`: nobody is asked, Kconfig
   * works it out from other options and from the tools.
   */
  readonly kind: 'gone' | 'depends' | 'selected' | 'choice' | 'type' | 'range' | 'derived'
  /** For people, without the option's name: `it depends on RUST_IS_AVAILABLE, which is n`. */
  readonly text: string
}

/** What Kconfig made of a configuration, and what the tree's Kconfig files say of its options. */
export interface KconfigResult {
  readonly options: ReadonlyMap<string, KconfigOption>
  readonly config: DotConfig
}

/** The reason, as far as the Kconfig files tell it; undefined where they do not. */
export function whyUnmet(
  { name, wanted, got }: Pick<UnmetOption, 'name' | 'wanted' | 'got'>,
  { options, config }: KconfigResult,
): UnmetReason | undefined {
  const option = options.get(name)
  const definitions = option?.definitions ?? []
  if (option === undefined || definitions.length === 0) return { kind: 'gone', text: GONE }
  if (definitions.every(({ attributes }) => attributes.some(({ kind }) => kind === 'transitional'))) {
    const heir = heirOf(name, options)
    const text = heir === undefined ? 'it has another name in this tree' : `it is ${heir} in this tree`
    return { kind: 'gone', text }
  }
  const values = { config, isDefined: (symbol: string) => (options.get(symbol)?.definitions.length ?? 0) > 0 }
  const [asked, is] = [levelOf(wanted), levelOf(got)]
  const context = { option, values, wanted: asked ?? 2, needed: neededLevel(definitions, asked ?? 2) }
  // Whatever the reason: nobody can have asked for it.
  if (!definitions.some(isAsked)) {
    return { kind: 'derived', text: dependsReason(context)?.text ?? derivedText(option, context.wanted) }
  }
  const type = typeReason(definitions, wanted)
  if (type !== undefined) return type
  if (asked !== undefined && is !== undefined && is > asked)
    return selectedReason(context) ?? notAsked(context) ?? taken(definitions, name)
  return (
    dependsReason(context) ??
    rangeReason(definitions, wanted, values) ??
    notAsked(context) ??
    choiceReason(definitions, name, config)
  )
}

const GONE = "this tree's Kconfig has no such option"

/** An option of another name that has the value of a transitional one by default. */
function heirOf(name: string, options: KconfigResult['options']): string | undefined {
  const takes = ({ definitions }: KconfigOption) =>
    definitions.some(({ attributes }) =>
      attributes.some(
        each => each.kind === 'default' && each.value.op === 'symbol' && each.value.name === name,
      ),
    )
  return [...options.values()].find(takes)?.name
}

const LEVELS: Readonly<Record<string, 0 | 1 | 2>> = { n: 0, m: 1, y: 2 }
const LETTERS = ['n', 'm', 'y'] as const
const levelOf = (value: string): 0 | 1 | 2 | undefined => LEVELS[value]

function typeReason(definitions: readonly OptionDefinition[], wanted: string): UnmetReason | undefined {
  const types = definitions.flatMap(({ attributes }) =>
    attributes.flatMap(each => (each.kind === 'type' ? [each.type] : [])),
  )
  const [type] = types
  if (type === undefined) return undefined
  const isTristate = levelOf(wanted) !== undefined
  if (type === 'bool' && wanted === 'm') return { kind: 'type', text: 'it is y or n, not a module' }
  const isLogical = type === 'bool' || type === 'tristate'
  return isLogical === isTristate ? undefined : { kind: 'type', text: `it is of type ${type}` }
}

interface Context {
  readonly option: KconfigOption
  readonly values: KconfigValues
  /** The level that was asked for: 2 of a text or a number, which only need to be asked about. */
  readonly wanted: 0 | 1 | 2
  /** The level that its conditions must have for that. */
  readonly needed: 0 | 1 | 2
}

/** Only a tristate is limited by a condition that is m; for anything else m is as good as y. */
function neededLevel(definitions: readonly OptionDefinition[], wanted: 0 | 1 | 2): 0 | 1 | 2 {
  const isTristate = definitions.some(({ attributes }) =>
    attributes.some(each => each.kind === 'type' && each.type === 'tristate'),
  )
  return isTristate || wanted === 0 ? wanted : 1
}

/** Who keeps it from going lower. */
function selectedReason({ option, values, wanted }: Context): UnmetReason | undefined {
  const active = option.selectedBy.filter(({ by, condition }) => {
    const level = evaluate({ op: 'symbol', name: by }, values) ?? 0
    const holds = condition === undefined ? 2 : (evaluate(condition, values) ?? 2)
    return Math.min(level, holds) > wanted
  })
  const names = [...new Set(active.map(({ by }) => by))]
  return names.length === 0
    ? undefined
    : { kind: 'selected', text: `${listText(names)} ${names.length === 1 ? 'selects' : 'select'} it` }
}

const SHOWN = 3

function listText(names: readonly string[]): string {
  const shown = names.slice(0, SHOWN)
  if (shown.length < names.length) return `${shown.join(', ')} and ${names.length - shown.length} more`
  return shown.length < 2 ? shown.join('') : `${shown.slice(0, -1).join(', ')} and ${shown.at(-1)}`
}

/** What keeps it from going higher: of several definitions, the one that is nearest to what was asked for. */
function dependsReason({ option, values, needed }: Context): UnmetReason | undefined {
  const blockers = option.definitions.map(({ depends }) => failing(depends, values, needed))
  if (blockers.some(failed => failed.length === 0)) return undefined
  const [fewest = []] = [...blockers].sort((a, b) => a.length - b.length)
  return {
    kind: 'depends',
    text: `it depends on ${fewest.map(each => failedText(each, values)).join(', and on ')}`,
  }
}

/** The conditions that are below a level, each once. */
function failing(conditions: readonly Expression[], values: KconfigValues, wanted: number): Expression[] {
  const failed = conditions.flatMap(conjunctsOf).filter(each => (evaluate(each, values) ?? 2) < wanted)
  return [...new Map(failed.map(each => [expressionText(each), each])).values()]
}

function failedText(expression: Expression, values: KconfigValues): string {
  const text = expressionText(expression)
  if (expression.op === 'symbol') {
    return values.isDefined(expression.name)
      ? `${text}, which is ${LETTERS[evaluate(expression, values) ?? 0]}`
      : `${text}, which this tree does not have`
  }
  const level = evaluate(expression, values)
  return level === 1 ? `${text}, which is m` : text
}

function rangeReason(
  definitions: readonly OptionDefinition[],
  wanted: string,
  values: KconfigValues,
): UnmetReason | undefined {
  if (levelOf(wanted) !== undefined || wanted === '') return undefined
  for (const { attributes } of definitions) {
    for (const each of attributes) {
      if (each.kind !== 'range') continue
      if (each.condition !== undefined && evaluate(each.condition, values) === 0) continue
      const [low, high] = [each.low, each.high].map(end => Number(values.config.get(end)?.value ?? end))
      if (low === undefined || high === undefined || !Number.isFinite(low + high)) return undefined
      const value = Number(wanted)
      return value < low || value > high
        ? { kind: 'range', text: `it is ${each.low} to ${each.high} here` }
        : undefined
    }
  }
  return undefined
}

/** Whether nobody is asked about it, and so nobody was heard. */
function notAsked({ option, values, needed }: Context): UnmetReason | undefined {
  const prompts = option.definitions.flatMap(({ attributes, visible, depends }) =>
    attributes.flatMap(each =>
      each.kind === 'prompt'
        ? [[...depends, ...visible, ...(each.condition === undefined ? [] : [each.condition])]]
        : [],
    ),
  )
  // To be asked at all takes m.
  const failed = prompts.map(conditions => failing(conditions, values, Math.max(needed, 1)))
  const [first = []] = failed
  if (failed.some(each => each.length === 0)) return undefined
  return {
    kind: 'depends',
    text: `it is asked about only with ${first.map(each => failedText(each, values)).join(', and ')}`,
  }
}

const isAsked = ({ attributes }: OptionDefinition): boolean =>
  attributes.some(({ kind }) => kind === 'prompt')

function derivedText({ definitions, selectedBy }: KconfigOption, wanted: number): string {
  if (definitions.some(({ attributes }) => attributes.some(usesMacro))) return 'it follows from the tools'
  return wanted > 0 && selectedBy.length > 0
    ? 'nothing that is on selects it'
    : 'it follows from other options'
}

const usesMacro = (attribute: Attribute): boolean =>
  [
    'value' in attribute ? attribute.value : undefined,
    'condition' in attribute ? attribute.condition : undefined,
  ].some(expression => expression !== undefined && expressionText(expression).includes('$('))

/** The member of its choice that is on. */
function choiceReason(
  definitions: readonly OptionDefinition[],
  name: string,
  config: DotConfig,
): UnmetReason | undefined {
  const members = definitions.flatMap(({ choice }) => choice ?? [])
  const other = members.find(member => member !== name && config.get(member)?.value === 'y')
  return other === undefined ? undefined : { kind: 'choice', text: `its choice has taken ${other}` }
}

function taken(definitions: readonly OptionDefinition[], name: string): UnmetReason | undefined {
  const others = definitions.flatMap(({ choice }) => choice ?? []).filter(member => member !== name)
  return others.length === 0
    ? undefined
    : { kind: 'choice', text: 'its choice has fallen to it, as none of the others was to be had' }
}
