// SPDX-License-Identifier: GPL-2.0-only
import { createInterface } from 'node:readline/promises'
import { Argument, type Command, InvalidArgumentError } from 'commander'
import { type CacheEntry, cacheEntries } from '../../chain/cache/cache-entries.js'
import { pruneCache, unused } from '../../chain/cache/prune-cache.js'
import { EXIT, type ExitCode, UsageError } from '../../core/errors.js'
import { cacheText, sumText } from '../../report/cache.js'
import { countText } from '../../text/quantities.js'
import { newCommand, type RunCommand } from '../new-command.js'
import type { CommonOptions, Session } from '../session.js'

interface CacheOptions extends CommonOptions {
  readonly keep: number
  readonly yes?: boolean | undefined
}

const DEFAULT_DAYS = 30

export const cacheCommand = (run: RunCommand): Command =>
  newCommand('cache', {
    summary: 'list what is kept in the cache, and remove what is unused',
    description:
      'Lists trees, builds, logs, packages and what else kcarve keeps in its cache, with size and age of last use. `kcarve cache prune` removes what has not been used for a while. It keeps what a running kcarve uses, whatever was used within a day, and the results of a matrix.',
    examples: [
      ['kcarve cache', 'what is there'],
      ['kcarve cache prune', 'ask, and remove what was not used for 30 days'],
      ['kcarve cache prune --keep 7d --yes', 'for a script'],
    ],
    exitCodes: ['done', 'prune: not confirmed, or something could not be removed'],
  })
    .addArgument(new Argument('[action]', 'remove what is unused').choices(['prune']))
    .option(
      '--keep <days>',
      'with prune: keep what was used within this time, such as 7d',
      days,
      DEFAULT_DAYS,
    )
    .option('-y, --yes', 'with prune: do not ask')
    .action((action: string | undefined, options: CacheOptions) =>
      run('cache', options, session =>
        action === 'prune' ? prune(session, options) : list(session, options),
      ),
    )

function days(text: string): number {
  const value = Number(/^(\d+)d$/.exec(text)?.[1])
  if (!(value > 0)) throw new InvalidArgumentError('Give a number of days, such as 30d.')
  return value
}

async function list({ report, cacheDir, signal, progress, verbose }: Session, { yes }: CacheOptions) {
  if (yes === true) throw new UsageError('cache: --yes belongs to prune')
  progress.begin('looking through the cache')
  const entries = await cacheEntries(cacheDir, signal)
  report('cache/1', { directory: cacheDir, entries }, () =>
    cacheText(entries, { directory: cacheDir, verbose }),
  )
  return EXIT.yes
}

async function prune(session: Session, { keep, yes, json, quiet }: CacheOptions): Promise<ExitCode> {
  const { report, cacheDir, signal, progress } = session
  progress.begin('looking through the cache')
  const found = unused(await cacheEntries(cacheDir, signal), keep)
  progress.clear()
  const tell = (removed: readonly CacheEntry[], failed: readonly object[], text: string) =>
    report('cache-prune/1', { directory: cacheDir, removed, failed }, () => text)
  if (found.length === 0) {
    tell([], [], `Everything in ${cacheDir} was used within ${countText(keep, 'day')}\n`)
    return EXIT.yes
  }
  if (yes !== true && !(await confirmed(session, found, json === true || quiet === true))) {
    tell([], [], 'Nothing was removed\n')
    return EXIT.no
  }
  progress.begin('removing')
  const { removed, failed } = await pruneCache(found, { cacheDir, days: keep, signal })
  const failures = failed.map(({ path, because }) => `  ${path}: ${because}\n`).join('')
  const removedText = removed.length === 0 ? 'Nothing was removed' : `Removed ${sumText(removed)}`
  tell(removed, failed, `${removedText}\n${failures}`)
  return failed.length === 0 ? EXIT.yes : EXIT.no
}

async function confirmed(
  { cacheDir, signal }: Session,
  found: readonly CacheEntry[],
  isSilent: boolean,
): Promise<boolean> {
  if (isSilent || process.stdin.isTTY !== true || process.stderr.isTTY !== true) {
    throw new UsageError(`${sumText(found)} can be removed; nobody is there to be asked`, {
      hint: 'kcarve cache prune --yes',
    })
  }
  process.stderr.write(cacheText(found, { directory: cacheDir, verbose: true }))
  const terminal = createInterface({ input: process.stdin, output: process.stderr })
  try {
    return /^y(?:es)?$/i.test(
      (await terminal.question(`Remove ${sumText(found)}? [y/N] `, { signal })).trim(),
    )
  } finally {
    terminal.close()
  }
}
