// SPDX-License-Identifier: GPL-2.0-only

import { mergeConfig } from '../../src/build/configure/merge-config.js'
import { unmetOptions } from '../../src/build/configure/unmet-options.js'
import { failureLines } from '../../src/build/make/failure-lines.js'
import { readRedirects } from '../../src/features/standalone-crypto/boundary/read-redirects.js'
import { codeLines } from '../../src/features/standalone-crypto/survey/hazards/c-code.js'
import { scanSource } from '../../src/features/standalone-crypto/survey/hazards/scan-source.js'
import { chooseLines, readDotConfig } from '../../src/formats/dot-config/index.js'
import { assignmentsIn } from '../../src/kernel/kbuild/assignments-in.js'
import { directoryObjects } from '../../src/kernel/kbuild/directory-objects.js'
import { evaluate } from '../../src/kernel/kbuild/make-values.js'
import { readKernelVersion } from '../../src/kernel/kernel-version.js'
import { readConfigFragment } from '../../src/kernel/read-config-file.js'
import { fuzzText } from './harness/fuzz.js'
import { C_SOURCE } from './seeds/c-source.js'
import { MAKEFILE } from './seeds/makefile.js'

const CONFIG = readDotConfig('CONFIG_CRYPTO=y\nCONFIG_CRYPTO_AES=m\nCONFIG_X="text"\nCONFIG_64BIT=y\n')
const lookup = (name: string) => (name === 'obj' ? 'crypto' : undefined)

fuzzText('evaluate', [MAKEFILE], text => {
  const { active, words } = evaluate(assignmentsIn(text), lookup)
  return [active, words('obj-y'), words('crypto-objs-m'), words('constructor')]
})
fuzzText('directoryObjects', [MAKEFILE], text => [
  directoryObjects(text, { srcArch: 'x86', lists: ['obj', 'crypto-objs'] }),
  directoryObjects(text, {
    srcArch: 'x86',
    lists: ['obj', 'crypto-objs'],
    stays: 'crypto-objs-vmlinux',
    config: CONFIG,
  }),
])
const TOP = 'VERSION = 6\nPATCHLEVEL = 12\nSUBLEVEL = 117\nEXTRAVERSION = -rc1\nNAME = Baby Opossum\n'
fuzzText('readKernelVersion', [TOP], readKernelVersion)

fuzzText('codeLines', [C_SOURCE], codeLines)
fuzzText('scanSource', [C_SOURCE], text => scanSource(text, 'crypto/x.c'))

const FRAGMENT = '# CONFIG_A is not set\nCONFIG_B=y\nCONFIG_C="x"\nCONFIG_D=0x10\n'
fuzzText('readConfigFragment', [FRAGMENT], text =>
  unmetOptions(readConfigFragment(text, 'a').options, CONFIG),
)
fuzzText('chooseLines', [`${FRAGMENT}#if A\n${FRAGMENT}#else\nCONFIG_E=m\n#endif\n`], text =>
  chooseLines(text, symbol => symbol === 'A'),
)
fuzzText('mergeConfig', [FRAGMENT], text => [mergeConfig(FRAGMENT, text), mergeConfig(text, FRAGMENT)])

const REDIRECTS = `#include "redirect-macros.S"
fips140_func 0, crypto_alloc_shash
	fips140_func 1, crypto_shash_final
fips140_var key_type_asymmetric, .data, 176, 32
`
fuzzText('readRedirects', [REDIRECTS], readRedirects)

const OUTPUT = `  CC      crypto/aes.o
crypto/aes.c:12:3: error: 'x' undeclared (first use in this function)
crypto/aes.c: In function 'f':
make[3]: *** [scripts/Makefile.build:229: crypto/aes.o] Error 1
ld: crypto/x.o: in function 'g': undefined reference to 'h'
ERROR: modpost: "k" [crypto/y.ko] undefined!
*** Compiler is too old. ***
make: *** Waiting for unfinished jobs....
`
fuzzText('failureLines', [OUTPUT], text => failureLines(text.split('\n')))
