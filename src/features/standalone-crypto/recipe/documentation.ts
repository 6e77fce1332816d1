// SPDX-License-Identifier: GPL-2.0-only
import { after, type Edit, inFile, lacks, line, type Step } from '../../../edit/index.js'

const INDEX = 'Documentation/crypto/index.rst'

const entryBelow = (last: string): Edit => after(line(last), '   fips140\n')

export const documentation: readonly Step[] = [
  {
    id: 'documentation',
    purpose: 'the documentation of the crypto API leads to that of the module',
    group: 'documentation',
    // Some packages of sources leave Documentation/ out.
    matches: 'at most one',
    variants: [
      {
        id: 'without-drivers',
        when: [lacks(INDEX, line('device_drivers/index'))],
        files: [inFile(INDEX, entryBelow('descore-readme'))],
      },
      { id: 'with-drivers', files: [inFile(INDEX, entryBelow('device_drivers/index'))] },
    ],
  },
]
