// SPDX-License-Identifier: GPL-2.0-only
import type { Judge } from './judge-input.js'

/** Applies the contract of a module that its kernel carries. Its imports are judged like those of any module. */
export const judgeBoundary: Judge = ({ module, kernel }) => {
  if (module.contract === undefined) return []
  const { contract, part } = module.contract
  return contract.judge(part, kernel.carries.get(contract)).map(finding => ({ fact: 'boundary', ...finding }))
}
