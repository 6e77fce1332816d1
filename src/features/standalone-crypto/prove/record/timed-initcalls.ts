// SPDX-License-Identifier: GPL-2.0-only

import type { InitcallTrace } from '../../../../formats/initcall-trace/index.js'
import { MODULE_NAME } from '../../names.js'
import { isStub } from '../compare/compare-initcalls.js'
import type { ListedInitcall } from './initcall-levels.js'

/** One initcall of a boot. */
export interface TimedInitcall {
  readonly function: string
  /** The module that has it; null for vmlinux. */
  readonly module: string | null
  /** Null when vmlinux lists no such initcall. */
  readonly level: string | null
  /** Seconds since boot when it began. */
  readonly time: number | null
  /** Microseconds it took. */
  readonly usecs: number | null
  readonly returned: number | null
}

/**
 * What the first process has run, in order, with the levels of the kernel's list. What the module runs is of the level of
 * the stub that runs it; stubs are left out, for their time is that of what they call.
 */
export function timedInitcalls(trace: InitcallTrace, listed: readonly ListedInitcall[]): TimedInitcall[] {
  /** Levels of one name, in order: static functions of several objects may share it. */
  const waiting = new Map<string, string[]>()
  for (const { function: name, level } of listed) waiting.set(name, [...(waiting.get(name) ?? []), level])
  const timed: TimedInitcall[] = []
  let ofStub: string | undefined
  for (const call of trace.calls) {
    if (call.pid !== 1) continue
    const level = call.module === MODULE_NAME ? ofStub : waiting.get(call.function)?.shift()
    if (isStub(call)) ofStub = level
    else {
      timed.push({
        function: call.function,
        module: call.module ?? null,
        level: level ?? null,
        time: call.time ?? null,
        usecs: call.usecs ?? null,
        returned: call.returned ?? null,
      })
    }
  }
  return timed
}
