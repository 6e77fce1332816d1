// SPDX-License-Identifier: GPL-2.0-only

/** How a kernel numbers the features of x86 processors (asm/cpufeatures.h). */
export interface Features {
  /** Names by number, without `X86_`; a number has no name when the kernel does not know it. */
  readonly names: ReadonlyMap<number, string>
  /** A number from here on is out of range: alternatives with it end in a BUG(). */
  readonly end: number
}

const BITS = 32

/** Reads the macros of cpufeatures.h; undefined when they are not there. */
export function readCpuFeatures(header: string): Features | undefined {
  const words = numberOf(header, 'NCAPINTS')
  const bugs = numberOf(header, 'NBUGINTS')
  if (words === undefined) return undefined
  const names = new Map<number, string>()
  const define =
    /^#define[ \t]+X86_(FEATURE_\w+|BUG_\w+)[ \t]+(?:(X86_BUG)[ \t]*)?\([ \t]*(?:(\d+)[ \t]*\*[ \t]*32[ \t]*\+[ \t]*)?(\d+)[ \t]*\)/gm
  for (const [, name = '', bug, word = '0', bit = '0'] of header.matchAll(define)) {
    const number = Number(word) * BITS + Number(bit) + (bug === undefined ? 0 : words * BITS)
    // Of several names for one number the first is the one that says what it is.
    if (!names.has(number)) names.set(number, name)
  }
  return { names, end: (words + (bugs ?? 0)) * BITS }
}

function numberOf(header: string, macro: string): number | undefined {
  const value = new RegExp(`^#define[ \\t]+${macro}[ \\t]+(\\d+)`, 'm').exec(header)?.[1]
  return value === undefined ? undefined : Number(value)
}
