// SPDX-License-Identifier: GPL-2.0-only
import type { ConsoleEvent } from './event.js'

export interface UnfinishedCheck {
  readonly name: string
  /** What it had said last that it does. */
  readonly doing: string | undefined
}

/** The check that a guest has begun and not ended. */
export function unfinishedCheck(events: readonly ConsoleEvent[]): UnfinishedCheck | undefined {
  let open: UnfinishedCheck | undefined
  for (const event of events) {
    if (event.kind === 'ktap' && RESULT.test(event.text)) open = undefined
    if (event.kind !== 'marker') continue
    if (event.verb === 'check') open = { name: event.argument, doing: undefined }
    if (event.verb === 'doing' && open !== undefined) open = { ...open, doing: event.argument }
  }
  return open
}

/** Of a check, not of its subtests. */
const RESULT = /^(?:not )?ok \d+/
