// SPDX-License-Identifier: GPL-2.0-only
import { access } from 'node:fs/promises'
import { UsageError } from '../core/errors.js'
import { classifyLine } from './console/classify-line.js'
import type { ConsoleEvent } from './console/event.js'
import { relevantLines } from './console/relevant-lines.js'
import { type Transcript, transcriptOf } from './console/transcript.js'
import { unfinishedCheck } from './console/unfinished-check.js'
import { type GuestRequest, guestWords } from './guest/request.js'
import { type MachineOptions, qemuArguments } from './qemu-arguments.js'
import { type QemuEnd, runQemu } from './run-qemu.js'
import { silenceLimit } from './silence.js'
import { withTpm } from './tpm.js'

export interface BootOptions extends Omit<MachineOptions, 'tpmSocket' | 'resets'> {
  /** Whether the machine has a TPM, provided that swtpm is installed. */
  readonly tpm?: boolean | undefined
  /** What the guest is asked to do. */
  readonly guest?: GuestRequest | undefined
  /** Milliseconds for the whole boot; 180,000 by default. */
  readonly deadlineMs?: number | undefined
  /** Milliseconds without a line on the console; by default as silenceLimit says. */
  readonly silenceMs?: number | undefined
  readonly signal?: AbortSignal | undefined
  /** Where the whole console goes. */
  readonly logPath?: string | undefined
  /** Called as the lines come. */
  readonly onEvent?: ((event: ConsoleEvent) => void) | undefined
  /** Further arguments for QEMU. */
  readonly qemuArgs?: readonly string[] | undefined
}

/**
 * `completed`: the guest shut down cleanly. `oops`: it did, or hung, after the kernel had reported a bug. `hang`: silence,
 * or the deadline. `exited`: QEMU ended before the guest did. `not-bootable`: nothing of the kernel was ever seen.
 */
export type BootOutcome = 'completed' | 'panic' | 'oops' | 'hang' | 'exited' | 'not-bootable'

export interface BootResult extends Transcript {
  readonly outcome: BootOutcome
  /** The outcome as one line. */
  readonly summary: string
  /** For any outcome but `completed`: the lines that say why. */
  readonly relevantLines: readonly string[]
  readonly events: readonly ConsoleEvent[]
  /** Milliseconds of real time. */
  readonly durationMs: number
  /** Milliseconds until the guest's first word. */
  readonly toInitMs: number | undefined
  readonly logPath: string | undefined
}

// Enough for the last lines of a panic, and for a machine whose reboot does nothing.
const GRACE_MS = 3000

/**
 * Boots a kernel in QEMU and returns what became of it; a kernel that fails is a result, not an error. Throws UsageError
 * when a file is not there, MissingError without QEMU, and the signal's reason when aborted.
 */
export async function bootKernel(options: BootOptions): Promise<BootResult> {
  for (const path of [options.kernel, options.initramfs]) await mustExist(path)
  const { deadlineMs = 180_000, guest = {} } = options
  const started = performance.now()
  const events: ConsoleEvent[] = []
  /** Whether a panic is what the guest has been asked for, and the kernel after it goes on. */
  const isAwaited = guest.restarts?.includes('kdump') ?? false
  const resets = guest.restarts?.includes('hibernation')
  let toInitMs: number | undefined
  const silenceMs = () => options.silenceMs ?? silenceLimit(deadlineMs, toInitMs)
  const onLine = (line: string) => {
    const event = classifyLine(line)
    events.push(event)
    options.onEvent?.(event)
    if (event.kind === 'marker' && event.verb === 'up') toInitMs ??= performance.now() - started
    const ending =
      (event.kind === 'panic' && !isAwaited) || (event.kind === 'marker' && event.verb === 'done')
    return ending || line.includes('-- System halted') ? GRACE_MS : undefined
  }
  const append = ['oops=panic', ...guestWords(guest), ...(options.append ?? [])]
  const run = (tpmSocket?: string) =>
    runQemu({
      arch: options.arch,
      args: [...qemuArguments({ ...options, append, tpmSocket, resets }), ...(options.qemuArgs ?? [])],
      deadlineMs,
      silenceMs,
      onLine,
      signal: options.signal,
      logPath: options.logPath,
    })
  const end = options.tpm === true ? await withTpm(options.signal, run) : await run()
  const transcript = transcriptOf(events)
  const outcome = outcomeOf(transcript, end, isAwaited)
  return {
    ...transcript,
    outcome,
    summary: summaryOf(outcome, transcript, end, { deadlineMs, silenceMs: silenceMs(), events }),
    relevantLines: outcome === 'completed' ? [] : relevantLines(events),
    events,
    durationMs: performance.now() - started,
    toInitMs,
    logPath: options.logPath,
  }
}

async function mustExist(path: string): Promise<void> {
  await access(path).catch(cause => {
    throw new UsageError(`${path} cannot be read`, { cause })
  })
}

function outcomeOf(
  { panics, oopses, done, kernelSpoke }: Transcript,
  end: QemuEnd,
  isAwaited: boolean,
): BootOutcome {
  if (panics.length > (isAwaited ? 1 : 0)) return 'panic'
  if (oopses.length > 0) return 'oops'
  if (done) return 'completed'
  if (end.by === 'signal') return 'exited'
  if (!kernelSpoke) return 'not-bootable'
  return end.by === 'exited' ? 'exited' : 'hang'
}

function summaryOf(
  outcome: BootOutcome,
  { panics, oopses }: Transcript,
  end: QemuEnd,
  seen: { deadlineMs: number; silenceMs: number; events: readonly ConsoleEvent[] },
): string {
  const late =
    end.by === 'silence'
      ? `nothing on the console for ${Math.round(seen.silenceMs / 100) / 10} s`
      : `not done after ${seen.deadlineMs / 1000} s`
  if (outcome === 'completed') return 'The guest shut down cleanly'
  if (outcome === 'panic') return panics[0] ?? 'Kernel panic'
  if (outcome === 'oops') return oopses[0] ?? 'Oops'
  if (outcome === 'hang') return `${hanging(seen.events)}: ${late}`
  if (end.by === 'signal') return `QEMU was ended by ${end.signal} before the guest had shut down`
  if (outcome === 'exited') return 'The machine ended before the guest did'
  const said = seen.events.find(event => event.kind === 'qemu' || event.text.includes('System halted'))?.text
  const silent = end.by === 'exited' ? 'it resets the machine' : late
  return `The image does not boot: ${said ?? silent}`
}

/** Once the guest has begun a check, that is what stands still as far as anybody can tell. */
function hanging(events: readonly ConsoleEvent[]): string {
  const check = unfinishedCheck(events)
  if (check === undefined) return 'The kernel hangs'
  return `The check ${check.name} stalls${check.doing === undefined ? '' : ` (${check.doing})`}`
}
