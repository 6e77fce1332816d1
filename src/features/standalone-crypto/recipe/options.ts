// SPDX-License-Identifier: GPL-2.0-only
import { before, line, type Step, step } from '../../../edit/index.js'

export const options: readonly Step[] = [
  step({
    id: 'options',
    path: 'crypto/Kconfig',
    purpose: 'the options of the standalone crypto module',
    group: 'options',
    edits: [before(line('endif # if CRYPTO'), 'source "crypto/fips140/Kconfig"\n\n')],
  }),
]
