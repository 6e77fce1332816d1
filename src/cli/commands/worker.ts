// SPDX-License-Identifier: GPL-2.0-only
import type { Command } from 'commander'
import { type Ability, serveQueue, workName } from '../../chain/matrix/serve-queue.js'
import { EXIT, type ExitCode } from '../../core/errors.js'
import { queueServer, type WorkerEvent } from '../../queue/index.js'
import { positive } from '../build-options.js'
import { newCommand, type RunCommand } from '../new-command.js'
import { givenQueue, QUEUE_HELP } from '../queue-option.js'
import type { CommonOptions, Session } from '../session.js'

interface WorkerOptions extends CommonOptions {
  readonly queue?: string | undefined
  readonly arch?: string[] | undefined
  readonly llvm?: string[] | undefined
  readonly root?: string[] | undefined
  readonly jobs: number
  readonly memory?: number | undefined
  readonly lock: number
  readonly idle?: number | undefined
}

export const workerCommand = (run: RunCommand): Command =>
  newCommand('worker', {
    summary: 'do jobs that `kcarve matrix --queue` has put into a queue',
    description:
      'Takes jobs that this machine can do from a Valkey or Redis server, does them as `kcarve matrix` would, and returns the results. It runs until you end it, and then puts its unfinished job back into the queue. Anyone who can put jobs into the queue decides which sources are built here, with their makefiles: use a password and TLS, and a separate user.',
    examples: [
      ['kcarve worker --queue redis://build-queue', 'all that this machine can do, one job at a time'],
      [
        'kcarve worker --queue rediss://u:secret@q --arch x86_64 arm64 -j 2',
        'two jobs at once, for both architectures',
      ],
      [
        'kcarve worker --queue redis://q --llvm 19 --idle 600',
        'also with clang 19; ends after ten minutes without a job',
      ],
    ],
    exitCodes: ['it was idle for as long as --idle says'],
  })
    .option('--queue <url>', QUEUE_HELP)
    .option('--arch <names...>', 'build kernels for these (default: those whose compiler is installed)')
    .option('--llvm <versions...>', 'also take jobs for these versions of LLVM')
    .option('--root <directories...>', 'also take jobs for gcc in these roots of other distributions')
    .option('-j, --jobs <n>', 'how many jobs at once; the processors are shared among them', positive, 1)
    .option(
      '--memory <MiB>',
      'take jobs that need no more (default: what this machine has, for each job)',
      positive,
    )
    .option(
      '--lock <seconds>',
      'a worker that is out of reach for this long loses its job to another one',
      positive,
      60,
    )
    .option('--idle <seconds>', 'end after this long without a job', positive)
    .action((options: WorkerOptions) => run('worker', options, session => worker(session, options)))

async function worker(session: Session, options: WorkerOptions): Promise<ExitCode> {
  const { progress, cacheDir, signal } = session
  const server = queueServer(givenQueue('worker', options.queue))
  const counts = { answered: 0, failed: 0, 'put back': 0, 'given away': 0 }
  const onEvent = (event: WorkerEvent) => {
    if (event.kind !== 'trouble' && event.kind !== 'taken') counts[event.kind]++
    progress.say(eventText(event))
  }
  await serveQueue({
    ...{ server, cacheDir, signal, onEvent, atOnce: options.jobs, memory: options.memory },
    archs: options.arch ?? ['x86_64', 'arm64'],
    llvm: (options.llvm ?? []).map(version => (version === 'default' ? '' : version)),
    roots: options.root ?? [],
    lockMs: options.lock * 1000,
    idleMs: options.idle === undefined ? undefined : options.idle * 1000,
    onReady: abilities => progress.say(readyText(server.name, abilities)),
  })
  const model = {
    queue: server.name,
    ...{ answered: counts.answered, failed: counts.failed },
    ...{ putBack: counts['put back'], givenAway: counts['given away'] },
  }
  session.report('worker/1', model, () => `${counts.answered} answered, ${counts.failed} failed\n`)
  return EXIT.yes
}

const readyText = (name: string, abilities: readonly Ability[]) =>
  `takes jobs from ${name}: ${abilities.map(({ arch, toolchain }) => `${arch} by ${toolchain}`).join(', ')}`

function eventText(event: WorkerEvent): string {
  if (event.kind === 'trouble') return event.line
  const job = workName(event.job)
  if (event.kind === 'failed') return `failed  ${job}  ${event.reason}`
  return event.kind === 'given away'
    ? `given away  ${job}  we were out of reach for too long`
    : `${event.kind}  ${job}`
}
