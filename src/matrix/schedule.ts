// SPDX-License-Identifier: GPL-2.0-only
import { setTimeout } from 'node:timers/promises'

export interface ScheduleOptions<Item, Hold> {
  /** How many at once. */
  readonly atOnce: number
  readonly signal: AbortSignal
  /** Takes what the item needs for itself alone; undefined when somebody else has it now. */
  readonly hold: (item: Item) => Promise<Hold | undefined>
  /** Uses the item, and lets go of what was taken for it. */
  readonly run: (item: Item, held: Hold) => Promise<void>
  /** Milliseconds until what another process holds is asked for again. */
  readonly retryMs?: number | undefined
}

/**
 * Runs all items, in their order as far as what they need is free. Ends with the first error once the others have ended, too; none begins
 * once the signal is aborted.
 */
export async function schedule<Item, Hold>(
  items: readonly Item[],
  { atOnce, signal, hold, run, retryMs = 1000 }: ScheduleOptions<Item, Hold>,
): Promise<void> {
  const waiting = [...items]
  const running = new Set<Promise<void>>()
  const errors: unknown[] = []
  const start = (item: Item, held: Hold) => {
    const one: Promise<void> = run(item, held)
      .catch(error => void errors.push(error))
      .finally(() => running.delete(one))
    running.add(one)
  }
  const startNext = async (): Promise<boolean> => {
    for (const [index, item] of waiting.entries()) {
      const held = await hold(item)
      if (held === undefined) continue
      waiting.splice(index, 1)
      start(item, held)
      return true
    }
    return false
  }
  while (waiting.length > 0 && errors.length === 0 && !signal.aborted) {
    if (running.size < atOnce && (await startNext())) continue
    // What is held may be let go while a job runs, as well as at its end.
    await Promise.race([...running, setTimeout(retryMs, undefined, { signal }).catch(() => undefined)])
  }
  await Promise.all(running)
  signal.throwIfAborted()
  if (errors.length > 0) throw errors[0]
}
