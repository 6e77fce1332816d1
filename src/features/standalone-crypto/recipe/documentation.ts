// SPDX-License-Identifier: GPL-2.0-only
import { after, line, type Step } from '../../../edit/index.js'

export const documentation: readonly Step[] = [
  {
    path: 'Documentation/crypto/index.rst',
    purpose: 'the documentation of the crypto API leads to that of the module',
    group: 'documentation',
    // Some packages of sources leave it out.
    optional: true,
    edits: [after(line('device_drivers/index'), '   fips140\n')],
  },
]
