// SPDX-License-Identifier: GPL-2.0-only
import { blanked, hiddenSpans, replaceSpans } from '../../src/formats/c-source/index.js'
import { consoleLine } from '../../src/formats/dmesg/index.js'
import { readDotCmd } from '../../src/formats/dot-cmd/index.js'
import { readDotConfig } from '../../src/formats/dot-config/index.js'
import { writeDotConfig } from '../../src/formats/dot-config/testing/write-dot-config.js'
import { readInitcallTrace } from '../../src/formats/initcall-trace/index.js'
import { readKconfig } from '../../src/formats/kconfig/index.js'
import { readKtap } from '../../src/formats/ktap/index.js'
import { readMakefile } from '../../src/formats/makefile/index.js'
import { moduleName, readModulesBuiltin } from '../../src/formats/modules-builtin/index.js'
import { readProcCrypto } from '../../src/formats/proc-crypto/index.js'
import { PROC_CRYPTO } from '../../src/formats/proc-crypto/testing/proc-crypto-text.js'
import { readSlabinfo } from '../../src/formats/slabinfo/index.js'
import { readSymvers } from '../../src/formats/symvers/index.js'
import { fuzzText } from './harness/fuzz.js'
import { C_SOURCE } from './seeds/c-source.js'
import { MAKEFILE } from './seeds/makefile.js'

fuzzText('hiddenSpans', [C_SOURCE], text => replaceSpans(text, hiddenSpans(text), blanked))
fuzzText('readMakefile', [MAKEFILE], readMakefile)

const DMESG = [
  '<6>[    0.000000] Linux version 6.12.117 (me@here) (gcc 12) #1 SMP',
  '<4>[    0.123456][    T1] a warning',
  '[   12.345678] plain',
  'no prefix',
].join('\n')
fuzzText('consoleLine', [DMESG], text => text.split('\n').map(consoleLine))

const DOT_CMD = `savedcmd_crypto/aes_generic.o := gcc -Wp,-MMD,crypto/.aes_generic.o.d -nostdinc -I/s/include -DX='"a b"' -D"KBUILD_STR(s)=\\$(pound)s" -c -o crypto/aes_generic.o /s/crypto/aes_generic.c ; ./tools/objtool/objtool crypto/aes_generic.o

source_crypto/aes_generic.o := /s/crypto/aes_generic.c

deps_crypto/aes_generic.o := \\
    $(wildcard include/config/CRYPTO_AES) \\
    $(wildcard include/config/foo/bar.h) \\
  /s/include/linux/kconfig.h \\
  include/generated/autoconf.h \\

crypto/aes_generic.o: $(deps_crypto/aes_generic.o)

$(deps_crypto/aes_generic.o):
`
fuzzText('readDotCmd', [DOT_CMD, DOT_CMD.replace('saved', '')], readDotCmd)

const DOT_CONFIG = `#
# Automatically generated file; DO NOT EDIT.
# Linux/x86 6.12.117 Kernel Configuration
#
CONFIG_CC_VERSION_TEXT="gcc (Debian 12.2.0) \\"12\\""
CONFIG_GCC_VERSION=120200
CONFIG_PHYSICAL_START=0x1000000
CONFIG_CRYPTO=y
CONFIG_CRYPTO_AES=m
# CONFIG_CRYPTO_DES is not set
CONFIG_EMPTY=""
`
fuzzText('readDotConfig', [DOT_CONFIG], text => writeDotConfig(readDotConfig(text)))

const KCONFIG = `menu "Things"
config X
	tristate "An X" if A || !(B && C = "y")
	depends on A && $(cc-option,-mfoo)
	range 1 NR if B
	help
	  Nothing.
if X
source "lib/$(SRCARCH)/Kconfig"
endif
endmenu
`
fuzzText('readKconfig', [KCONFIG], readKconfig)

const TRACE = `[    0.1] calling  crypto_algapi_init+0x0/0x10 @ 1
[    0.2] initcall crypto_algapi_init+0x0/0x10 returned 0 after 12 usecs
<7>[    0.3] calling  aes_init+0x0/0x20 [aes] @ 42
<7>[    0.4] initcall aes_init+0x0/0x20 [aes] returned -19 after 4 usecs
`
fuzzText('readInitcallTrace', [TRACE], readInitcallTrace)

const KTAP = `[    1.0] KTAP version 1
1..3
# a diagnostic
    KTAP version 1
    1..2
        1..1
        ok 1 deep
    ok 1 - one # SKIP why
    not ok 2 two # TODO later
not ok 1 parent
ok 2 name # XFAIL reason
Bail out! no more
1..0 # SKIP all
`
fuzzText('readKtap', [KTAP], readKtap)

const BUILTIN = 'kernel/crypto/ctr.ko\nkernel/arch/x86/crypto/aesni-intel.ko\ncrypto/aes.o\n'
fuzzText('readModulesBuiltin', [BUILTIN], text => [readModulesBuiltin(text), moduleName(text)])

fuzzText('readProcCrypto', [PROC_CRYPTO], readProcCrypto)

const SLABINFO = `slabinfo - version: 2.1
# name            <active_objs> <num_objs> <objsize> <objperslab> <pagesperslab> : tunables <limit> <batchcount> <sharedfactor> : slabdata <active_slabs> <num_slabs> <sharedavail>
ext4 inode           3     27   1176   27    8 : tunables    0    0    0 : slabdata      1      1      0
kmalloc-part-05-192     21     21    192   21    1 : tunables    0    0    0 : slabdata      1      1      0
`
fuzzText('readSlabinfo', [SLABINFO], readSlabinfo)

const SYMVERS = `0x6c09bdec\tcrypto_alloc_shash\tcrypto/fips140/fips140\tEXPORT_SYMBOL_GPL\t
0x00000000\tcrypto_cipher_setkey\tvmlinux\tEXPORT_SYMBOL\tCRYPTO_INTERNAL
`
fuzzText('readSymvers', [SYMVERS], readSymvers)
