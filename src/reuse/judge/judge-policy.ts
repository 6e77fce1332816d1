// SPDX-License-Identifier: GPL-2.0-only
import { tristate } from '../../formats/dot-config/index.js'
import type { Judge } from './judge-input.js'

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
