// SPDX-License-Identifier: GPL-2.0-only
import { Command } from 'commander'
import { version } from '../chain/version.js'
import { applyCommand } from './commands/apply.js'
import { archiveCommand } from './commands/archive.js'
import { bootCommand } from './commands/boot.js'
import { buildCommand } from './commands/build.js'
import { cacheCommand } from './commands/cache.js'
import { cbomCommand } from './commands/cbom.js'
import { completionCommand } from './commands/completion.js'
import { extractCommand } from './commands/extract.js'
import { inspectCommand } from './commands/inspect.js'
import { ledgerCommand } from './commands/ledger.js'
import { matrixCommand } from './commands/matrix.js'
import { patchCommand } from './commands/patch.js'
import { planCommand } from './commands/plan.js'
import { policyCommand } from './commands/policy.js'
import { proveCommand } from './commands/prove.js'
import { recipesCommand } from './commands/recipes.js'
import { reportCommand } from './commands/report.js'
import { reuseCommand } from './commands/reuse.js'
import { revertCommand } from './commands/revert.js'
import { startCommand } from './commands/start.js'
import { statusCommand } from './commands/status.js'
import { verifyCommand } from './commands/verify.js'
import { workerCommand } from './commands/worker.js'
import type { RunCommand } from './new-command.js'

/** By what somebody wants to do. */
const GROUPS = {
  'See:': [planCommand, statusCommand, inspectCommand, extractCommand, recipesCommand],
  'Change:': [applyCommand, revertCommand, patchCommand],
  'Build and boot:': [startCommand, buildCommand, bootCommand, matrixCommand, workerCommand],
  'Judge:': [proveCommand, verifyCommand, archiveCommand, reuseCommand],
  'Report:': [reportCommand, cbomCommand, policyCommand, ledgerCommand],
  'Other:': [cacheCommand, completionCommand],
}

/** The whole command line. */
export function newProgram(run: RunCommand): Command {
  const program = new Command('kcarve')
    .description(
      "Carves a Linux kernel's built-in crypto into one module, fips140.ko, and proves that nothing changed.",
    )
    .version(version)
    .configureHelp({ showGlobalOptions: true, subcommandTerm: command => command.name() })
    .commandsGroup('Other:')
    .helpCommand('help [command]', 'show the help of a command')
    .addHelpText('after', AFTER)
  for (const [group, commands] of Object.entries(GROUPS)) {
    for (const newCommand of commands) program.addCommand(newCommand(run).helpGroup(group))
  }
  for (const command of [program, ...program.commands]) {
    // Errors are for main to print; commander would print them as well.
    command.exitOverride().configureOutput({ outputError: () => {} })
  }
  return program
}

const AFTER = `
Start with \`kcarve start\`, or with \`kcarve plan TREE\`, which changes nothing.
\`kcarve\` by itself shows what to do next where you are.

Exit codes: 0 yes, 1 the answer is no, 2 wrong use or kcarve failed,
            3 the machine lacks something, which the message names.
Logs of external commands: ~/.cache/kcarve/logs ($XDG_CACHE_HOME/kcarve/logs)
`
