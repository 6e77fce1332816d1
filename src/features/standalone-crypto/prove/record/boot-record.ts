// SPDX-License-Identifier: GPL-2.0-only
import { FormatError } from '../../../../core/errors.js'
import type { Elf } from '../../../../formats/elf/index.js'
import { readInitcallTrace } from '../../../../formats/initcall-trace/index.js'
import { type CryptoAlgorithm, readProcCrypto } from '../../../../formats/proc-crypto/index.js'
import type { BootResult } from '../../../../vm/index.js'
import { readStatusReport, type StatusReport } from '../../services/status-report.js'
import { listedInitcalls } from './initcall-levels.js'
import { type TimedInitcall, timedInitcalls } from './timed-initcalls.js'

/** A boot as plain data, fit for JSON: what a person would want to see of it. */
export interface BootRecord {
  readonly kernel: 'stock' | 'carved'
  /** Empty for the plain boot. */
  readonly scenario: string
  readonly outcome: string
  /** Milliseconds of real time. */
  readonly durationMs: number
  readonly logPath: string | undefined
  /** What kernel and guest said, without dumps and initcalls. */
  readonly console: readonly RecordedLine[]
  /** What the module says of itself; null where there is none, or nobody asked. */
  readonly module: { readonly version: string; readonly hmac: string } | null
  /** /proc/crypto; empty when it cannot be read. */
  readonly algorithms: readonly RecordedAlgorithm[]
  /** Empty unless the kernel printed them. */
  readonly initcalls: readonly TimedInitcall[]
}

export interface RecordedLine {
  /** Number of the line in the log, from 1. */
  readonly line: number
  readonly text: string
}

export type RecordedAlgorithm = Omit<CryptoAlgorithm, 'other' | 'fips'> & {
  /** Null unless the kernel was in FIPS mode. */
  readonly fips: boolean | null
  /** Whether /proc/fips140 calls it approved; null where that does not list it, or nobody asked. */
  readonly approved: boolean | null
  /** The fields that belong to its type, such as `min keysize`, as /proc/crypto prints them. */
  readonly parameters: Readonly<Record<string, string>>
}

export interface RecordBootOptions extends Pick<BootRecord, 'kernel' | 'scenario'> {
  /** The kernel's vmlinux, for the levels of initcalls. */
  readonly vmlinux?: Elf | undefined
}

export function recordBoot(boot: BootResult, { kernel, scenario, vmlinux }: RecordBootOptions): BootRecord {
  const { outcome, durationMs, logPath, events, texts } = boot
  const status = readStatusReport(texts.get('services') ?? '')
  return {
    kernel,
    scenario,
    outcome,
    durationMs,
    logPath,
    console: events.flatMap((event, index) => {
      if (event.kind === 'content' || event.kind === 'initcall') return []
      const time =
        'time' in event && event.time !== undefined ? `[${event.time.toFixed(6).padStart(12)}] ` : ''
      return [{ line: index + 1, text: `${time}${event.text}` }]
    }),
    module: moduleOf(status),
    algorithms: algorithmsIn(texts.get('crypto') ?? '', status),
    initcalls: timedInitcalls(
      readInitcallTrace(texts.get('dmesg') ?? ''),
      vmlinux === undefined ? [] : listedInitcalls(vmlinux),
    ),
  }
}

const moduleOf = ({ version, hmac }: StatusReport): BootRecord['module'] =>
  version === undefined || hmac === undefined ? null : { version, hmac }

/** That a text cannot be read is told by a check. */
function algorithmsIn(text: string, { services }: StatusReport): RecordedAlgorithm[] {
  const approved = new Map(services.map(({ name, driver, isApproved }) => [`${name} ${driver}`, isApproved]))
  try {
    return readProcCrypto(text).map(({ other, fips, ...algorithm }) => ({
      ...algorithm,
      fips: fips ?? null,
      approved: approved.get(`${algorithm.name} ${algorithm.driver}`) ?? null,
      parameters: other,
    }))
  } catch (error) {
    if (error instanceof FormatError) return []
    throw error
  }
}
