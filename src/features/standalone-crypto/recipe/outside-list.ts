// SPDX-License-Identifier: GPL-2.0-only
import type { Step } from '../../../edit/index.js'

/** Tells the script of the payload which cryptography of vmlinux the module may use. */
export const outsideList = (objects: Iterable<string>): Step => ({
  id: 'named-outside',
  purpose: 'a service that needs any other cryptography of vmlinux is not approved',
  group: 'integrity',
  variants: [{ id: 'any-tree', files: [], fills: { NAMED: [...objects].sort().join('\n') } }],
})
