// SPDX-License-Identifier: GPL-2.0-only
import { vermagicFlags, vermagicRelease } from '../kernel/vermagic.js'
import type { Judge } from './judge-input.js'

export const judgeArchitecture: Judge = ({ module, kernel }) =>
  kernel.arch === undefined || kernel.arch === module.arch
    ? []
    : [
        {
          fact: 'architecture',
          effect: 'breaks',
          text: `the module is for ${module.arch}, the kernel for ${kernel.arch}`,
        },
      ]

/**
 * The words behind the release have to be the same. The release has not, for a module with CRCs (same_magic() of
 * kernel/module/version.c) and for the embedded module.
 */
export const judgeVermagic: Judge = ({ module, kernel }) => {
  if (kernel.vermagic === undefined) {
    return [{ fact: 'vermagic', effect: 'unseen', text: 'the vermagic of the kernel is not known' }]
  }
  const [ours, theirs] = [module.vermagic, kernel.vermagic].map(vermagicFlags)
  if (ours !== theirs) {
    return [
      {
        fact: 'vermagic',
        effect: 'breaks',
        text: `it was made for a kernel with "${ours}", this one is "${theirs}"`,
      },
    ]
  }
  const [from, to] = [module.vermagic, kernel.vermagic].map(vermagicRelease)
  const comparesRelease = module.crcs.size === 0 && module.contract === undefined
  return from !== to && comparesRelease
    ? [
        {
          fact: 'vermagic',
          effect: 'breaks',
          text: `it was made for the release ${from}, and has no CRCs: modprobe refuses it in ${to}`,
        },
      ]
    : []
}
