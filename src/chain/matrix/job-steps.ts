// SPDX-License-Identifier: GPL-2.0-only
import type { Job, JobConfig } from '../../matrix/index.js'

/** What the commands of a job are given on this machine. */
export interface StepInputs {
  /** The sources' path; of a ready kernel its own. */
  readonly source: string
  /** As `--config` has it; null for a ready kernel. */
  readonly config: string | null
  /** Processors for make. */
  readonly cores: number
}

/** A command of kcarve: its words, some of which are known only when `start` has built the kernel. */
export type Step = (build: string) => readonly string[]

/** The commands that do a job, in their order. None comes from the job itself: it only says which of these. */
export function stepsOf(job: Job, inputs: StepInputs): readonly Step[] {
  const { action, source } = job
  const start = () => ['start', ...sourceWords(job, inputs), ...buildWords(job, inputs)]
  switch (action.kind) {
    case 'start':
      return [start]
    case 'prove':
    case 'kunit': {
      const counts = action.kind === 'prove' && action.counts ? [] : ['--no-counts']
      const tree = source.kind === 'directory' ? [inputs.source] : ['--tarball', inputs.source]
      return [() => ['prove', ...tree, ...buildWords(job, inputs), ...counts]]
    }
    case 'boot': {
      const fault = action.faults.length === 0 ? [] : ['--fault', action.faults.join(',')]
      return [start, build => ['boot', build, ...(action.fips ? ['--fips'] : []), ...fault]]
    }
    case 'reuse': {
      const words = [
        ...(action.accept ? ['--accept'] : []),
        ...(action.witness ? [] : ['--no-witness']),
        ...(job.ccWrapper === undefined ? [] : ['--cc-wrapper', job.ccWrapper]),
      ]
      const reuse = (kernel: string) => ['reuse', action.archive, ...words, '--kernel', kernel]
      return source.kind === 'kernel' ? [() => reuse(inputs.source)] : [start, reuse]
    }
  }
}

const sourceWords = ({ source }: Job, { source: path }: StepInputs) =>
  source.kind === 'directory' ? ['--tree', path] : ['--tarball', path]

function buildWords({ arch, toolchain, ccWrapper }: Job, { config, cores }: StepInputs): string[] {
  return [
    ...['--config', config ?? 'small', '--arch', arch, '-j', `${cores}`],
    ...(toolchain.llvm === undefined ? [] : ['--llvm', ...(toolchain.llvm === '' ? [] : [toolchain.llvm])]),
    ...(ccWrapper === undefined ? [] : ['--cc-wrapper', ccWrapper]),
  ]
}

/** Jobs that use the same build directory. */
export const laneOf = ({ source, config, arch, toolchain }: Job): string =>
  JSON.stringify([source, configName(config), arch, toolchain.llvm, toolchain.root])

const configName = (config: JobConfig | null) =>
  config?.kind === 'text' ? [config.name, config.text] : config?.name

/** What a line of progress says when the source tree is applied: from then on others may use it, too. */
export const TREE_IS_DONE = /^(?:\[[5-8]\/8\] |\s*(?:\d+\w+ )*\s*(?:configure|build|boot)\b)/
