// SPDX-License-Identifier: GPL-2.0-only
import { tristate } from '../../formats/dot-config/index.js'
import type { KernelFacts } from '../kernel/kernel-facts.js'
import { vermagicFlags, vermagicRelease } from '../kernel/vermagic.js'
import type { ModuleFacts } from '../module/module-facts.js'
import type { Finding } from '../reuse-report.js'
import type { Judge } from './judge-input.js'

/**
 * The words behind the release have to be the same. The release has not for a module with CRCs (same_magic() of
 * kernel/module/version.c), and neither for one that its kernel carries; for any other it is a label that modprobe goes by.
 */
export const judgeVermagic: Judge = ({ module, kernel }) => {
  const fact = 'vermagic'
  const { vermagic } = module
  if (vermagic === '') return refused(module, kernel, fact, 'it has no vermagic')
  if (kernel.vermagic === undefined) {
    return [{ fact, effect: 'unseen', text: 'the vermagic of the kernel is not known' }]
  }
  const [ours, theirs] = [vermagic, kernel.vermagic].map(vermagicFlags)
  if (ours !== theirs) {
    return [
      { fact, effect: 'breaks', text: `it was made for a kernel with "${ours}", this one is "${theirs}"` },
    ]
  }
  const [from, to] = [vermagic, kernel.vermagic].map(vermagicRelease)
  if (from === to || module.crcs.size > 0) return []
  return refused(module, kernel, fact, `it was made for the release ${from}, and has no CRCs`)
}

/** CRCs change with any type that an import can reach, and not with what is inlined. */
export const judgeCrcs: Judge = ({ module, kernel }) => {
  const { changed, compared } = comparedCrcs(module, kernel)
  if (changed === 0) return []
  const found = refused(module, kernel, 'crcs', 'imports have other CRCs')
  return found.map(finding => ({ ...finding, detail: `${changed} of ${compared}` }))
}

/** How many of its imports' CRCs the kernel has, and how many of those are others. */
export function comparedCrcs(
  { crcs }: Pick<ModuleFacts, 'crcs'>,
  { exports }: Pick<KernelFacts, 'exports'>,
): { readonly changed: number; readonly compared: number } {
  const there = [...crcs].flatMap(([name, crc]) => {
    const other = exports.get(name)?.crc
    return other === undefined || other === null ? [] : [crc === other]
  })
  return { changed: there.filter(same => !same).length, compared: there.length }
}

/** A carried module is loaded without such questions. */
function refused(
  { contract }: ModuleFacts,
  { config }: KernelFacts,
  fact: 'vermagic' | 'crcs',
  why: string,
): Finding[] {
  if (contract !== undefined) return []
  return [{ fact, effect: 'refused', text: `${why}${force(config)}` }]
}

/** What try_to_force_load() of kernel/module/main.c does. */
function force(config: KernelFacts['config']): string {
  if (config === undefined) return ''
  return tristate(config, 'MODULE_FORCE_LOAD') === 'y'
    ? '; by force (modprobe -f) the kernel loads it, and is tainted'
    : '; this kernel loads no module by force (MODULE_FORCE_LOAD)'
}
