// SPDX-License-Identifier: GPL-2.0-only
import { type Check, checkOf, counted } from '../../../../checks/check.js'
import { excess } from '../../../../core/multiset.js'

export interface LinkedObjects {
  /** Objects of the carved directories that stock links into vmlinux. */
  readonly stock: readonly string[]
  /** Objects that the carved build links into fips140.ko. */
  readonly module: readonly string[]
  /** Objects of the carved directories that the carved build links into vmlinux. */
  readonly vmlinux: readonly string[]
}

/** Whether every built-in object of stock is in exactly one place of the carved kernel, and nothing else is. */
export function compareObjects({ stock, module, vmlinux }: LinkedObjects): Check {
  const inModule = module.filter(isTheirs)
  const inVmlinux = vmlinux.filter(isTheirs)
  const placed = [...inModule, ...inVmlinux]
  const lost = excess(stock, placed)
  const surplus = excess(placed, stock)
  const known = new Set(stock)
  const isBoth = (path: string) => inModule.includes(path) && inVmlinux.includes(path)
  const describe = (path: string) => {
    if (!known.has(path)) return `${path} is linked, but stock does not link it`
    return `${path} is linked ${isBoth(path) ? 'into both the module and vmlinux' : 'twice'}`
  }
  const differences = [
    ...lost.map(path => `${path} is lost: neither in the module nor in vmlinux`),
    ...surplus.map(describe),
    ...(inModule.length === 0 ? ['no object was carved'] : []),
  ]
  const evidence =
    stock.length === 0
      ? []
      : [
          `${counted(stock.length, 'built-in object')} of stock: ${inModule.length} in the module, ${inVmlinux.length} in vmlinux`,
          ...(inVmlinux.length > 0 ? [`in vmlinux: ${inVmlinux.join(' ')}`] : []),
        ]
  return checkOf('objects', 'every built-in object is in exactly one place', { evidence, differences })
}

/** Ours are what the payload adds: the loader, and the stubs that stand where carved objects would have been linked. */
const isTheirs = (path: string): boolean =>
  !path.startsWith('crypto/fips140/') && !/(?:^|\/)fips140-run[^/]*\.o$/.test(path)
