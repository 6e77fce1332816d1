// SPDX-License-Identifier: GPL-2.0-only
import { FormatError } from '../../core/errors.js'
import { type Btf, readBtf } from '../../formats/btf/index.js'
import { tristate } from '../../formats/dot-config/index.js'
import type { Judge } from './judge-input.js'

/** BTF of a module counts on from that of the kernel it was made with; whether another is refused is an option. */
export const judgeBtf: Judge = ({ module, kernel }) => {
  if (module.btf === undefined || module.btf.ownBase) return []
  const { config, btf } = kernel
  if (config === undefined) {
    if (btf === undefined || counts(module.btf.bytes, btf)) return []
    const text = 'its BTF does not fit, and whether the kernel then refuses it depends on its configuration'
    return [{ fact: 'btf', effect: 'unseen', text }]
  }
  if (tristate(config, 'DEBUG_INFO_BTF_MODULES') !== 'y') return []
  // The embedded module is loaded already when its BTF is looked at.
  const isAllowed = module.contract !== undefined || tristate(config, 'MODULE_ALLOW_BTF_MISMATCH') === 'y'
  if (btf === undefined) {
    const text = 'the kernel has BTF, which was not given, and refuses a module whose BTF does not fit'
    return isAllowed ? [] : [{ fact: 'btf', effect: 'unseen', text }]
  }
  if (counts(module.btf.bytes, btf)) return []
  return [
    isAllowed
      ? {
          fact: 'btf',
          effect: 'differs',
          text: "its BTF was made with another kernel's, and will be ignored",
        }
      : {
          fact: 'btf',
          effect: 'breaks',
          text: "its BTF was made with another kernel's, and the kernel refuses that (CONFIG_MODULE_ALLOW_BTF_MISMATCH is off)",
        },
  ]
}

function counts(bytes: Uint8Array, base: Btf): boolean {
  try {
    readBtf(bytes, base)
    return true
  } catch (error) {
    if (error instanceof FormatError) return false
    throw error
  }
}

/** The embedded module is loaded without a signature. */
export const judgeSignature: Judge = ({ module, kernel }) =>
  module.contract === undefined &&
  kernel.config !== undefined &&
  tristate(kernel.config, 'MODULE_SIG_FORCE') === 'y'
    ? [
        {
          fact: 'signature',
          effect: 'unseen',
          text: 'the kernel loads signed modules only, and whether it trusts this signature cannot be seen',
        },
      ]
    : []
