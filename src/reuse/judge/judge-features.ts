// SPDX-License-Identifier: GPL-2.0-only
import type { Finding } from '../reuse-report.js'
import type { Judge } from './judge-input.js'

/** Alternatives name processor features by number: the numbers have to mean the same in both kernels. */
export const judgeFeatures: Judge = ({ module, kernel, baseline }) => {
  const fact = 'features'
  const { features } = kernel
  if (module.features.length === 0) return []
  const numbers = module.features.map(({ number }) => number)
  if (features === undefined) {
    const text =
      'what the feature numbers of its alternatives mean in the kernel is not known: ask with the headers of the kernel'
    return [{ fact, effect: 'unseen', text, detail: numbers.join(', ') }]
  }
  const outside = numbers.filter(number => number >= features.end)
  if (outside.length > 0) {
    const text = `its alternatives ask for feature ${outside.join(', ')}, the kernel has ${features.end}: applying them is a BUG()`
    return [{ fact, effect: 'breaks', text }]
  }
  const before = baseline?.features
  if (before === undefined) {
    const text =
      "what the feature numbers of its alternatives meant when it was made is not known: name that kernel's headers, --baseline"
    return [{ fact, effect: 'unseen', text, detail: numbers.join(', ') }]
  }
  return numbers.flatMap((number): Finding[] => {
    const [from, to] = [before.names.get(number), features.names.get(number)]
    const text = `feature ${number} of its alternatives was ${from ?? 'nothing'}, in the kernel it is ${to ?? 'nothing'}`
    return from === to ? [] : [{ fact, effect: 'breaks', text }]
  })
}
