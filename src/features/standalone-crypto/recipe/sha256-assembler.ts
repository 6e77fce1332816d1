// SPDX-License-Identifier: GPL-2.0-only
import { has, lacks, line, nothingToDo, type Step, type Variant } from '../../../edit/index.js'

const CE_SOURCE = 'arch/arm64/crypto/sha2-ce-core.S'

/** The integrity check computes SHA-256 by the assembler of carved objects, where arch/ARCH/crypto has it. */
export const sha256Assembler: Step = {
  id: 'sha256-assembler',
  purpose: 'the integrity check computes SHA-256 by assembler that is in the module',
  group: 'integrity',
  variants: [
    {
      id: 'in-arch-crypto',
      when: [has('arch/x86/crypto/sha256-ssse3-asm.S')],
      files: [],
      fills: {
        SHA256_BLOCKS: '#include "sha256-blocks.h"',
        SHA256_FLAGS: `
# It uses the assembler that is in the module. Some may be =m or off.
fips140-arch := $(notdir $(shell $(AR) t arch/$(SRCARCH)/crypto/crypto-module.a 2> /dev/null))
CFLAGS_integrity.o += -I$(srctree)/crypto/fips140/$(SRCARCH) \\
	$(if $(filter sha256-ssse3-asm.o, $(fips140-arch)),-DFIPS140_SHA256_SSSE3) \\
	$(if $(filter sha256-core.o, $(fips140-arch)),-DFIPS140_SHA256_NEON) \\
	$(if $(filter sha2-ce-core.o, $(fips140-arch)),-DFIPS140_SHA256_CE)`,
        SHA256_BLOCKS_GUIDE: `- \`\`sha256-blocks.h\`\`: \`\`arch_sha256_blocks()\`\`, which computes SHA-256 with
  assembler that CPU and module have, or returns \`\`false\`\`.`,
      },
    },
    {
      id: 'in-library',
      since: 'Linux kernel commit "crypto: x86/sha256 - implement library instead of shash" (in v6.16)',
      when: [lacks('arch/x86/crypto/sha256-ssse3-asm.S')],
      files: [],
      fills: {
        SHA256_BLOCKS: `
static bool arch_sha256_blocks(u32 *state, const u8 *data, size_t blocks)
{
	return false;
}`,
        SHA256_FLAGS: '',
        SHA256_BLOCKS_GUIDE: '',
      },
    },
  ],
}

/** Of the payload, for trees of one variant only. */
export const SHA256_HEADERS = {
  paths: ['crypto/fips140/x86/sha256-blocks.h', 'crypto/fips140/arm64/sha256-blocks.h'],
  of: { step: sha256Assembler.id, variant: 'in-arch-crypto' },
} as const

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
