// SPDX-License-Identifier: GPL-2.0-only
import type { ConfigValue, DotConfig } from '../read-dot-config.js'

/** The text of a `.config` with these options, in their order. */
export function writeDotConfig(config: DotConfig): string {
  return [...config].map(([name, value]) => `${lineOf(name, value)}\n`).join('')
}

function lineOf(name: string, { type, value }: ConfigValue): string {
  if (type === 'tristate' && value === 'n') return `# CONFIG_${name} is not set`
  return `CONFIG_${name}=${type === 'string' ? `"${value.replace(/["\\]/g, '\\$&')}"` : value}`
}
