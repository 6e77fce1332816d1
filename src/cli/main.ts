// SPDX-License-Identifier: GPL-2.0-only
import { EXIT, type ExitCode } from '../core/errors.js'
import { countText } from '../text/quantities.js'
import { shortPaths } from '../text/short-paths.js'
import { failureOf } from './failure.js'
import type { RunCommand } from './new-command.js'
import { removeOldLogs } from './old-logs.js'
import { newProgram } from './program.js'
import { openSession } from './session.js'

// Something that cannot be interrupted, such as a file system that does not answer, must not keep us.
const TIDYING_MS = 30_000

const interrupt = new AbortController()
for (const name of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) {
  process.on(name, () => {
    // Whoever asks twice does not want to wait for the tidying up.
    if (interrupt.signal.aborted) process.exit(130)
    interrupt.abort(new Error(`Ended by ${name}`))
    setTimeout(() => process.exit(130), TIDYING_MS).unref()
  })
}
// Of a terminal that is gone (SIGHUP) nobody reads what is said; what was begun is tidied up all the same.
process.stderr.on('error', (error: NodeJS.ErrnoException) => {
  if (error.code !== 'EPIPE' && error.code !== 'EIO') throw error
})
// A reader that has seen enough (`kcarve plan | head`) is no failure.
process.stdout.on('error', (error: NodeJS.ErrnoException) => {
  if (error.code !== 'EPIPE') throw error
  process.exit(process.exitCode ?? EXIT.yes)
})

const run: RunCommand = async (command, options, work) => {
  const session = openSession(command, options, interrupt.signal)
  const old = await removeOldLogs(session.cacheDir)
  if (old > 0) session.progress.say(`removed ${countText(old, 'log')} older than 30 days`)
  try {
    process.exitCode = await untilAborted(work(session))
  } finally {
    session.progress.clear()
  }
}

/** A command that ends well in spite of an interruption was interrupted all the same. */
async function untilAborted(work: Promise<ExitCode>): Promise<ExitCode> {
  const exitCode = await work
  interrupt.signal.throwIfAborted()
  return exitCode
}

try {
  const [, , command] = process.argv
  if (command === undefined) {
    const { overview } = await import('./overview.js')
    await run('overview', {}, overview)
  } else {
    const program = await newProgram(run, command)
    await program.parseAsync()
  }
} catch (error) {
  const { text, exitCode } = failureOf(error, interrupt.signal)
  process.stderr.write(process.stderr.isTTY === true ? shortPaths(text) : text)
  process.exitCode = exitCode
}
