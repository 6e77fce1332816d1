// SPDX-License-Identifier: GPL-2.0-only
import type { Command } from 'commander'
import { UsageError } from '../core/errors.js'
import type { Parameters } from '../edit/index.js'
import type { Feature } from '../features/feature.js'
import { defaultFeature, featureNamed, features } from '../features/registry.js'

/** What a command line says of a recipe: its name, and words for the options of features, by the option's name. */
export interface RecipeOptions {
  readonly recipe?: string | undefined
}

/** `--recipe`, and the options that any feature has. */
export const addRecipeOptions = (command: Command): Command =>
  addOptionsOf(features, addRecipeOption(command))

export const addRecipeOption = (command: Command): Command =>
  command.option(
    '--recipe <name>',
    `a recipe that \`kcarve recipes\` lists (default: ${defaultFeature.name})`,
  )

/** The options of the default feature, for commands that know no other. */
export const addDefaultOptions = (command: Command): Command => addOptionsOf([defaultFeature], command)

function addOptionsOf(chosen: readonly Feature[], command: Command): Command {
  const help = new Map(chosen.flatMap(({ options = {} }) => Object.entries(options)))
  for (const [name, text] of help) command.option(`--${name} <names>`, text, words)
  return command
}

const words = (text: string, before: readonly string[] = []): string[] => [
  ...before,
  ...text.split(',').filter(Boolean),
]

export const chosenFeature = ({ recipe }: RecipeOptions): Feature =>
  recipe === undefined ? defaultFeature : featureNamed(recipe)

/** The words for the options of the feature; undefined when there are none. Throws UsageError for those of other features. */
export function chosenParameters(feature: Feature, options: RecipeOptions): Parameters | undefined {
  const given = new Map(Object.entries(options))
  const names = new Set(features.flatMap((each: Feature) => Object.keys(each.options ?? {})))
  const parameters: Record<string, readonly string[]> = {}
  for (const name of names) {
    const list = given.get(name) as readonly string[] | undefined
    if (list === undefined) continue
    if (feature.options?.[name] === undefined)
      throw new UsageError(`The recipe ${feature.name} has no --${name}`)
    parameters[name] = list
  }
  return Object.keys(parameters).length === 0 ? undefined : parameters
}
