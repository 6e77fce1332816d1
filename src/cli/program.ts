// SPDX-License-Identifier: GPL-2.0-only
import { Command } from 'commander'
import { version } from '../chain/version.js'
import type { RunCommand } from './new-command.js'

type NewCommand = (run: RunCommand) => Command

/** By what somebody wants to do; loaded when they are asked for, as each needs much that the others do not. */
const GROUPS: Readonly<Record<string, Readonly<Record<string, () => Promise<NewCommand>>>>> = {
  'See:': {
    plan: async () => (await import('./commands/plan.js')).planCommand,
    status: async () => (await import('./commands/status.js')).statusCommand,
    inspect: async () => (await import('./commands/inspect.js')).inspectCommand,
    extract: async () => (await import('./commands/extract.js')).extractCommand,
    recipes: async () => (await import('./commands/recipes.js')).recipesCommand,
  },
  'Change:': {
    apply: async () => (await import('./commands/apply.js')).applyCommand,
    revert: async () => (await import('./commands/revert.js')).revertCommand,
    patch: async () => (await import('./commands/patch.js')).patchCommand,
  },
  'Build and boot:': {
    start: async () => (await import('./commands/start.js')).startCommand,
    build: async () => (await import('./commands/build.js')).buildCommand,
    boot: async () => (await import('./commands/boot.js')).bootCommand,
    matrix: async () => (await import('./commands/matrix.js')).matrixCommand,
    worker: async () => (await import('./commands/worker.js')).workerCommand,
  },
  'Judge:': {
    prove: async () => (await import('./commands/prove.js')).proveCommand,
    verify: async () => (await import('./commands/verify.js')).verifyCommand,
    archive: async () => (await import('./commands/archive.js')).archiveCommand,
    reuse: async () => (await import('./commands/reuse.js')).reuseCommand,
  },
  'Report:': {
    report: async () => (await import('./commands/report.js')).reportCommand,
    cbom: async () => (await import('./commands/cbom.js')).cbomCommand,
    policy: async () => (await import('./commands/policy.js')).policyCommand,
    ledger: async () => (await import('./commands/ledger.js')).ledgerCommand,
  },
  'Other:': {
    cache: async () => (await import('./commands/cache.js')).cacheCommand,
    completion: async () => (await import('./commands/completion.js')).completionCommand,
  },
}

const DESCRIBES_ALL = 'completion'

/** The whole command line, or, if `only` is a command's name, as much of it as that one needs. */
export async function newProgram(run: RunCommand, only?: string): Promise<Command> {
  const program = new Command('kcarve')
    .description(
      "Carves a Linux kernel's built-in crypto into one module, fips140.ko, and proves that nothing changed.",
    )
    .version(version)
    .configureHelp({ showGlobalOptions: true, subcommandTerm: command => command.name() })
    .commandsGroup('Other:')
    .helpCommand('help [command]', 'show the help of a command')
    .addHelpText('after', AFTER)
  const commands = Object.entries(GROUPS).flatMap(([group, loads]) =>
    Object.entries(loads).map(([name, load]) => ({ group, name, load })),
  )
  const asked = commands.filter(({ name }) => name === only && name !== DESCRIBES_ALL)
  for (const { group, load } of asked.length > 0 ? asked : commands) {
    const newCommand = await load()
    program.addCommand(newCommand(run).helpGroup(group))
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
