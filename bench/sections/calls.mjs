// SPDX-License-Identifier: GPL-2.0-only
import { atMost, row } from '../lib/row.mjs'

export const title = 'A call from vmlinux into the module'
export const method =
  'guest instructions of one call of crypto_destroy_tfm(NULL, NULL), counted by a module in the guest over 10,000 calls under -icount, the loop taken off; stock is the direct call, carved the call by another way. The pointer is read each time; the retpoline is compiled into the module, for the configuration small has none; not measured with IBT, with which objtool refuses it'

export async function measureSection({ guests }) {
  const { stock, carved } = await guests()
  const direct = stock.calls.get('direct')
  const of = (name, way, target) =>
    row(name, 'instructions', { stock: direct, carved: carved.calls.get(way) }, target)
  return [
    of('through the redirect of kcarve', 'from vmlinux', atMost(direct + 1, 'stock + 1')),
    of('by the module’s own symbol', 'direct'),
    of('through a pointer', 'pointer'),
    ...(carved.calls.has('retpoline') ? [of('through a pointer with a retpoline', 'retpoline')] : []),
  ]
}
