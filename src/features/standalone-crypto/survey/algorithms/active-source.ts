// SPDX-License-Identifier: GPL-2.0-only
import type { DotConfig } from '../../../../formats/dot-config/index.js'
import { linesOf } from '../../../../formats/lines/index.js'

/** A C source less what conditions on options leave out by a config; of other conditions all branches stay. */
export function activeSource(source: string, config: DotConfig): string {
  const isOn = (option: string) => (config.get(option)?.value ?? 'n') !== 'n'
  const kept: string[] = []
  /** Whether the branch of each #if around a line applies; undefined of a condition on something else. */
  const branches: (boolean | undefined)[] = []
  for (const { text } of linesOf(source)) {
    const [, word, rest = ''] = /^\s*#\s*(if|ifdef|ifndef|elif|else|endif)\b(.*)$/.exec(text) ?? []
    if (word === 'endif') branches.pop()
    else if (word === 'elif') branches[branches.length - 1] = undefined
    else if (word === 'else') {
      const branch = branches.pop()
      branches.push(branch === undefined ? undefined : !branch)
    } else if (word !== undefined) branches.push(applies(word, rest, isOn))
    else if (!branches.includes(false)) kept.push(text)
  }
  return kept.map(line => `${line}\n`).join('')
}

function applies(word: string, rest: string, isOn: (option: string) => boolean): boolean | undefined {
  const pattern =
    word === 'if' ? /^\s*(?:IS_ENABLED\(|defined\s*\(?\s*)CONFIG_(\w+)\)?\s*$/ : /^\s+CONFIG_(\w+)\s*$/
  const option = pattern.exec(rest.replace(/\/\*.*\*\/|\/\/.*/, ''))?.[1]
  if (option === undefined) return undefined
  return isOn(option) === (word !== 'ifndef')
}
