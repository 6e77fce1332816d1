// SPDX-License-Identifier: GPL-2.0-only

/** A config with a fragment on top of it: as scripts/kconfig/merge_config.sh -m, what the fragment names is replaced. */
export function mergeConfig(base: string, fragment: string): string {
  const named = new Set(fragment.split('\n').flatMap(line => optionOf(line) ?? []))
  const kept = base.split('\n').filter(line => !named.has(optionOf(line) ?? ''))
  const parts = [kept.join('\n'), fragment].map(part => part.trimEnd()).filter(Boolean)
  return parts.map(part => `${part}\n`).join('')
}

const optionOf = (line: string): string | undefined => /^(?:# )?CONFIG_(\w+)(?:=| is not set)/.exec(line)?.[1]
