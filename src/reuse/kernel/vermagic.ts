// SPDX-License-Identifier: GPL-2.0-only
import { type DotConfig, tristate } from '../../formats/dot-config/index.js'

/** The words of include/linux/vermagic.h, each with the option that puts it there; of a pair the first that is set. */
const WORDS: readonly (readonly (readonly [option: string, word: string])[])[] = [
  [['SMP', 'SMP']],
  [
    ['PREEMPT_RT', 'preempt_rt'],
    ['PREEMPT_BUILD', 'preempt'],
  ],
  [['MODULE_UNLOAD', 'mod_unload']],
  [['MODVERSIONS', 'modversions']],
  // MODULE_ARCH_VERMAGIC; x86_64 has none.
  [['ARM64', 'aarch64']],
]

/** VERMAGIC_STRING as a kernel of that release and configuration has it, with a blank behind each word. */
export function vermagicOf(release: string, config: DotConfig): string {
  const words = WORDS.flatMap(pair => pair.filter(([option]) => tristate(config, option) === 'y').slice(0, 1))
  return `${[release, ...words.map(([, word]) => word)].join(' ')} `
}

/** The string in the bytes of a vmlinux; undefined when it is not found. */
export function vermagicIn(bytes: Uint8Array, release: string): string | undefined {
  const all = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength)
  const start = `${release} `
  for (let at = all.indexOf(start); at >= 0; at = all.indexOf(start, at + 1)) {
    if (at > 0 && all[at - 1] !== 0) continue
    const text = /^[\x20-\x7e]+(?=\0)/.exec(all.toString('latin1', at, at + 256))?.[0]
    // The same release also begins what the setup header prints, with who built it.
    if (text !== undefined && !text.includes('(')) return text
  }
  return undefined
}

/** The words behind the release, in which modules of another release may not differ. */
export const vermagicFlags = (vermagic: string): string => vermagic.replace(/^\S*\s*/, '').trim()
export const vermagicRelease = (vermagic: string): string => /^\S*/.exec(vermagic)?.[0] ?? ''
