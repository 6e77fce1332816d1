// SPDX-License-Identifier: GPL-2.0-only
import { FormatError } from '../../core/errors.js'
import { linesOf } from '../lines/index.js'

export type ConfigValue =
  | { readonly type: 'tristate'; readonly value: 'y' | 'm' | 'n' }
  | { readonly type: 'string'; readonly value: string }
  /** As written: decimal, or hexadecimal with 0x. */
  | { readonly type: 'number'; readonly value: string }

/** Options by name, without `CONFIG_`, in the file's order. */
export type DotConfig = ReadonlyMap<string, ConfigValue>

/**
 * Reads `.config`, a config fragment, or `include/config/auto.conf`. `# CONFIG_X is not set` gives X the value n; of
 * several lines for one option the last one counts, as for Kconfig. Throws FormatError, whose offset is in characters, for a line that is neither
 * a comment nor an assignment.
 */
export function readDotConfig(text: string): DotConfig {
  const config = new Map<string, ConfigValue>()
  for (const { text: line, offset } of linesOf(text)) {
    const unset = /^# CONFIG_(\w+) is not set$/.exec(line)?.[1]
    if (unset !== undefined) config.set(unset, { type: 'tristate', value: 'n' })
    if (line.startsWith('#') || line.trim() === '') continue
    const assignment = /^CONFIG_(\w+)=(.*)$/.exec(line)
    const value = assignment?.[2] === undefined ? undefined : parseValue(assignment[2])
    if (assignment?.[1] === undefined || value === undefined) {
      throw new FormatError(`${JSON.stringify(line.slice(0, 80))} is not a configuration line`, {
        offset,
        field: assignment === null ? 'option' : `value of CONFIG_${assignment[1]}`,
      })
    }
    config.set(assignment[1], value)
  }
  return config
}

/** y, m or n; n also for an option that is not there or is no tristate. */
export function tristate(config: DotConfig, name: string): 'y' | 'm' | 'n' {
  const option = config.get(name)
  return option?.type === 'tristate' ? option.value : 'n'
}

function parseValue(text: string): ConfigValue | undefined {
  if (text === 'y' || text === 'm' || text === 'n') return { type: 'tristate', value: text }
  if (/^(?:-?\d+|0[xX][0-9a-fA-F]+)$/.test(text)) return { type: 'number', value: text }
  const inner = /^"([^"\\]*(?:\\.[^"\\]*)*)"$/.exec(text)?.[1]
  return inner === undefined ? undefined : { type: 'string', value: inner.replace(/\\(.)/g, '$1') }
}
