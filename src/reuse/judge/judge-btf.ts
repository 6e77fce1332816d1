// SPDX-License-Identifier: GPL-2.0-only
import { FormatError } from '../../core/errors.js'
import {
  type Btf,
  type BtfRefusal,
  type BtfRules,
  isMadeWith,
  kernelRefusal,
  readBtf,
  refusalText,
  rulesOfKernel,
} from '../../formats/btf/index.js'
import { tristate } from '../../formats/dot-config/index.js'
import { structsNamed } from '../kernel/structs.js'
import type { ModuleFacts } from '../module/module-facts.js'
import type { Finding } from '../reuse-report.js'
import type { Judge } from './judge-input.js'

/**
 * What the kernel says when it validates the module's BTF, and what it does then: btf_module_notify() of kernel/bpf/btf.c, the
 * same in all kernels from 6.1 to 7.3, refuses the module unless CONFIG_MODULE_ALLOW_BTF_MISMATCH is on, and then loads it without.
 */
export const judgeBtf: Judge = ({ module, kernel }) => {
  const { btf, contract } = module
  const { config } = kernel
  if (btf === undefined) return []
  if (config !== undefined && tristate(config, 'DEBUG_INFO_BTF_MODULES') !== 'y') return []
  if (contract !== undefined) return judgeEmbedded(btf.bytes, kernel.btf)
  const isAllowed = config && tristate(config, 'MODULE_ALLOW_BTF_MISMATCH') === 'y'
  if (kernel.btf === undefined) {
    const text =
      "whether the kernel takes the module's BTF cannot be seen without that of the kernel; it refuses a module for its BTF (CONFIG_MODULE_ALLOW_BTF_MISMATCH is off)"
    return isAllowed === false ? [{ fact: 'btf', effect: 'unseen', text }] : []
  }
  const refusal = refusalIn(kernel.btf, btf)
  if (refusal !== undefined) return [refused(refusal, isAllowed)]
  if (btf.ownBase !== undefined && knownOf(kernel.btf).relocates) {
    const text =
      'its BTF has a base of its own, and whether the kernel has all types of that was not looked at'
    return [{ fact: 'btf', effect: isAllowed ? 'differs' : 'unseen', text }]
  }
  if (counts(btf.bytes, kernel.btf)) return []
  const text =
    "its BTF was made with another kernel's: the kernel takes it, but what it says of types is wrong"
  return [{ fact: 'btf', effect: 'differs', text }]
}

/** The loader drops the BTF of a module that was not built with its kernel. */
function judgeEmbedded(bytes: Uint8Array, kernel: Btf | undefined): readonly Finding[] {
  if (kernel !== undefined && counts(bytes, kernel)) return []
  return kernel === undefined
    ? []
    : [
        {
          fact: 'btf',
          effect: 'differs',
          text: "its BTF was made with another kernel's, and will be ignored",
        },
      ]
}

/** One line for each reason: the type that it is about differs from module to module, and is the detail. */
function refused(
  { refusal, of }: { refusal: BtfRefusal; of: 'kernel' | 'module' },
  isAllowed: boolean | undefined,
): Finding {
  const refuses = `the kernel ${refusal.certain ? 'refuses' : 'may refuse'}`
  const whose = of === 'module' ? 'its BTF' : 'its own BTF and with it that of every module'
  const reason = `${refuses} ${whose}: ${refusal.reason.replace(/[:=][\da-f]+\b/g, '')}`
  const detail = refusalText(refusal)
  if (isAllowed) {
    return {
      fact: 'btf',
      effect: 'differs',
      text: `${reason}; it loads the module without (CONFIG_MODULE_ALLOW_BTF_MISMATCH)`,
      detail,
    }
  }
  const effect = isAllowed === false && refusal.certain ? 'breaks' : 'unseen'
  const text =
    isAllowed === undefined
      ? `${reason}; without CONFIG_MODULE_ALLOW_BTF_MISMATCH, which is not known, it refuses the module`
      : `${reason}, and so the module (CONFIG_MODULE_ALLOW_BTF_MISMATCH is off)`
  return { fact: 'btf', effect, text, detail }
}

interface Known {
  readonly rules: BtfRules
  /** Why the kernel refuses its own: it then has no base for modules. */
  readonly refusal: BtfRefusal | undefined
  /** Whether it looks for the types of `.BTF.base` in its own; older ones do not look at that section. */
  readonly relocates: boolean
}

const known = new WeakMap<Btf, Known>()

/** Looked at once for each kernel, as every module asks for the same. */
function knownOf(kernel: Btf): Known {
  const found = known.get(kernel)
  if (found !== undefined) return found
  const rules = rulesOfKernel(kernel)
  const relocates = structsNamed(kernel, 'btf').some(({ members }) =>
    members.some(({ name }) => name === 'base_id_map'),
  )
  const fresh = { rules, refusal: kernelRefusal(kernel.bytes, { rules }), relocates }
  known.set(kernel, fresh)
  return fresh
}

function refusalIn(
  kernel: Btf,
  { bytes, ownBase }: NonNullable<ModuleFacts['btf']>,
): { refusal: BtfRefusal; of: 'kernel' | 'module' } | undefined {
  const { rules, refusal: own, relocates } = knownOf(kernel)
  if (own?.certain) return { refusal: own, of: 'kernel' }
  const ofBase = ownBase !== undefined && relocates ? kernelRefusal(ownBase, { rules }) : undefined
  const base = ownBase !== undefined && relocates && !ofBase?.certain ? readBtf(ownBase) : kernel
  const refusal = ofBase?.certain ? ofBase : (kernelRefusal(bytes, { base, rules }) ?? ofBase)
  return refusal && { refusal, of: 'module' }
}

function counts(bytes: Uint8Array, base: Btf): boolean {
  try {
    return isMadeWith(readBtf(bytes, base))
  } catch (error) {
    if (error instanceof FormatError) return false
    throw error
  }
}
