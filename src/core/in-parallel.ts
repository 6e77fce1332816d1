// SPDX-License-Identifier: GPL-2.0-only
import { availableParallelism } from 'node:os'
import pMap from 'p-map'

/**
 * What `use` gives of each item, in their order; as many are used at a time as there are processors, and none after a failure, which is told
 * when those under way have come to their end.
 */
export async function inParallel<Item, Result>(
  items: readonly Item[],
  use: (item: Item, index: number) => Promise<Result>,
): Promise<readonly Result[]> {
  const started: Promise<Result>[] = []
  const used = (item: Item, index: number) => {
    const result = use(item, index)
    started.push(result)
    return result
  }
  try {
    return await pMap(items, used, { concurrency: availableParallelism() })
  } finally {
    await Promise.allSettled(started)
  }
}
