// SPDX-License-Identifier: GPL-2.0-only

/** Those of some parts that may stay with the ones before them, by halves: few of many do harm. */
export async function harmless<T>(
  parts: readonly T[],
  isFine: (parts: readonly T[]) => Promise<boolean>,
  base: readonly T[] = [],
): Promise<readonly T[]> {
  if (parts.length === 0 || (await isFine([...base, ...parts]))) return parts
  if (parts.length === 1) return []
  const half = parts.length >> 1
  const first = await harmless(parts.slice(0, half), isFine, base)
  return [...first, ...(await harmless(parts.slice(half), isFine, [...base, ...first]))]
}
