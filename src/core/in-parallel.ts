// SPDX-License-Identifier: GPL-2.0-only
import { availableParallelism } from 'node:os'

/** What `use` gives of each item, in their order; as many are used at a time as there are processors. */
export async function inParallel<Item, Result>(
  items: readonly Item[],
  use: (item: Item, index: number) => Promise<Result>,
): Promise<readonly Result[]> {
  const results: Result[] = []
  let next = 0
  const worker = async () => {
    for (let index = next++; index < items.length; index = next++) {
      results[index] = await use(items[index] as Item, index)
    }
  }
  await Promise.all(Array.from({ length: availableParallelism() }, worker))
  return results
}
