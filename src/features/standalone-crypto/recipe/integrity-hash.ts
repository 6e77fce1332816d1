// SPDX-License-Identifier: GPL-2.0-only
import {
  has,
  lacks,
  line,
  lineWith,
  type NewFile,
  nothingToDo,
  type Step,
  type Variant,
} from '../../../edit/index.js'
import type { CarvedDirectory } from './directories.js'

const ID = 'integrity-hash'
const CE_SOURCE = 'arch/arm64/crypto/sha2-ce-core.S'
const LIBRARY = ['include/crypto/sha2.h', lineWith('hmac_sha256_usingrawkey(')] as const

/** The HMAC-SHA256 of the integrity check: that of lib/crypto if it is inside the module, else one of our own. */
export function integrityHash(directories: readonly CarvedDirectory[]): Step {
  const library = directories.find(({ path }) => path === 'lib/crypto')
  const isInside =
    library !== undefined &&
    library.leftOut === undefined &&
    !library.stays.some(({ objects }) => objects.includes('libsha256.o'))
  const without = isInside ? [lacks(...LIBRARY)] : []
  return {
    id: ID,
    purpose: 'the integrity check computes HMAC-SHA256 by code that is in the module',
    group: 'integrity',
    variants: [
      ...(isInside ? [ofLibrary] : []),
      {
        id: 'assembler-in-arch-crypto',
        when: [...without, has('arch/x86/crypto/sha256-ssse3-asm.S')],
        files: [],
        fills: {
          ...OWN,
          SHA256_BLOCKS: '#include "sha256-blocks.h"',
          HMAC_FLAGS: `${OWN.HMAC_FLAGS}
# It uses the assembler that is in the module. Some may be =m or off.
fips140-arch := $(notdir $(shell $(AR) t arch/$(SRCARCH)/crypto/crypto-module.a 2> /dev/null))
CFLAGS_hmac-sha256.o += -I$(srctree)/crypto/fips140/$(SRCARCH) \\
	$(if $(filter sha256-ssse3-asm.o, $(fips140-arch)),-DFIPS140_SHA256_SSSE3) \\
	$(if $(filter sha256-core.o, $(fips140-arch)),-DFIPS140_SHA256_NEON) \\
	$(if $(filter sha2-ce-core.o, $(fips140-arch)),-DFIPS140_SHA256_CE)\n`,
          SHA256_BLOCKS_GUIDE: `- \`\`sha256-blocks.h\`\`: \`\`arch_sha256_blocks()\`\`, which computes SHA-256 with
  assembler that CPU and module have, or returns \`\`false\`\`.`,
        },
      },
      {
        id: 'generic',
        when: [...without, lacks('arch/x86/crypto/sha256-ssse3-asm.S')],
        files: [],
        fills: {
          ...OWN,
          SHA256_BLOCKS: `
static bool arch_sha256_blocks(u32 *state, const u8 *data, size_t blocks)
{
	return false;
}`,
          SHA256_BLOCKS_GUIDE: '',
        },
      },
    ],
  }
}

const OWN = {
  HMAC_HEADER: '"hmac-sha256.h"',
  HMAC_SHA256: 'fips140_hmac_sha256',
  HMAC_OBJECT: 'hmac-sha256.o ',
  HMAC_SELECT: '',
  HMAC_FLAGS: `
# Speed counts here: it hashes the whole module during boot.
CFLAGS_hmac-sha256.o := -O2
`,
}

const ofLibrary: Variant = {
  id: 'library',
  since: 'Linux kernel commit "lib/crypto: sha256: Add HMAC-SHA224 and HMAC-SHA256 support" (in v6.17)',
  when: [has(...LIBRARY)],
  files: [],
  fills: {
    HMAC_HEADER: '<crypto/sha2.h>',
    HMAC_SHA256: 'hmac_sha256_usingrawkey',
    HMAC_OBJECT: '',
    HMAC_SELECT: '\tselect CRYPTO_LIB_SHA256\n',
    HMAC_FLAGS: '',
    SHA256_BLOCKS: '',
    SHA256_BLOCKS_GUIDE: '',
  },
}

/** Files of the payload that only some trees get. */
export const integrityFiles = new Map<string, NonNullable<NewFile['of']>>([
  ['crypto/fips140/hmac-sha256.c', { step: ID, variants: ['assembler-in-arch-crypto', 'generic'] }],
  ['crypto/fips140/hmac-sha256.h', { step: ID, variants: ['assembler-in-arch-crypto', 'generic'] }],
  ['crypto/fips140/x86/sha256-blocks.h', { step: ID, variants: ['assembler-in-arch-crypto'] }],
  ['crypto/fips140/arm64/sha256-blocks.h', { step: ID, variants: ['assembler-in-arch-crypto'] }],
])

/** What the assembler that uses the crypto extensions of arm64 is called. */
export const sha256CryptoExtensions: Step = {
  id: 'sha256-crypto-extensions',
  purpose: 'on arm64 the integrity check uses the crypto extensions',
  group: 'integrity',
  variants: [
    ceFunction('sha2-ce-transform', 'sha2_ce_transform'),
    {
      ...ceFunction('sha256-ce-transform', '__sha256_ce_transform'),
      since: 'Linux kernel commit "crypto: arm64/sha256 - clean up backwards function names" (in v6.7)',
    },
    { ...nothingToDo('in-library', lacks(CE_SOURCE)), fills: { SHA256_CE: '' } },
  ],
}

function ceFunction(id: string, name: string): Variant {
  return {
    id,
    when: [has(CE_SOURCE, line(`SYM_FUNC_START(${name})`))],
    files: [],
    fills: { SHA256_CE: name },
  }
}
