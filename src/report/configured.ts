// SPDX-License-Identifier: GPL-2.0-only
import type { ConfigureResult, ExplainedOption } from '../build/index.js'
import { countText } from '../text/quantities.js'
import { tableText } from '../text/table.js'

/**
 * What is not as the config asks, a line each, with the reason: options that we have overridden, and those that Kconfig did not
 * set. What nobody is asked about is counted, and with `verbose` told as well. Empty when all is as asked for.
 */
export function configuredTexts(
  { unmet, overridden }: Pick<ConfigureResult, 'unmet' | 'overridden'>,
  { verbose = false } = {},
): string[] {
  const derived = unmet.filter(({ because }) => because?.kind === 'derived')
  const asked = unmet.filter(each => !derived.includes(each))
  const shown = verbose ? asked : asked.slice(0, LISTED)
  const rest = asked.length - shown.length
  return [
    ...overridden.map(
      ({ name, wanted, is, because }) => `CONFIG_${name} is overridden: "${is}", not "${wanted}": ${because}`,
    ),
    ...(asked.length === 0 ? [] : [`${countText(asked.length, 'option')} not as asked for`, ...rows(shown)]),
    ...(rest > 0 ? [`  and ${rest} more (-v)`] : []),
    ...(derived.length === 0
      ? []
      : [
          `${countText(derived.length, 'option')} that Kconfig derives from others and from the tools ${derived.length === 1 ? 'differs' : 'differ'}${verbose ? '' : ' (-v)'}`,
          ...(verbose ? rows(derived) : []),
        ]),
  ]
}

const LISTED = 40

const rows = (options: readonly ExplainedOption[]): string[] =>
  tableText(
    options.map(({ name, wanted, got, because }) => [
      `CONFIG_${name}`,
      `asked for ${wanted}, is ${got}`,
      because?.text ?? 'its Kconfig does not tell why',
    ]),
    { indent: 2 },
  )
    .split('\n')
    .filter(line => line !== '')
