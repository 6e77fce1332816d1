// SPDX-License-Identifier: GPL-2.0-only
import { compareMessages } from '../../src/checks/compare-messages.js'
import { compareParameters } from '../../src/checks/compare-parameters.js'
import { memoryFigures } from '../../src/features/standalone-crypto/prove/sizes/meminfo.js'
import { causesOf, differingOptions } from '../../src/reuse/explain/causes.js'
import { readSourceText } from '../../src/reuse/explain/definitions.js'
import { enumerators } from '../../src/reuse/explain/enumerators.js'
import { changedInstructions } from '../../src/reuse/explain/instructions.js'
import { readCpuFeatures } from '../../src/reuse/kernel/cpu-features.js'
import { vermagicIn } from '../../src/reuse/kernel/vermagic.js'
import { declarationsIn, declaredNames } from '../../src/reuse/source/declarations.js'
import { readDiagnostics } from '../../src/reuse/source/diagnostics.js'
import { subjectOf } from '../../src/reuse/source/subject.js'
import { compileCommand, relocated, sourceRoot } from '../../src/reuse/witness/compile-command.js'
import { classifyLine } from '../../src/vm/console/classify-line.js'
import { relevantLines } from '../../src/vm/console/relevant-lines.js'
import { transcriptOf } from '../../src/vm/console/transcript.js'
import { fuzzBytes, fuzzText } from './harness/fuzz.js'
import { C_SOURCE, COMPILED } from './seeds/c-source.js'
import { toolchain } from './seeds/scratch.js'

const tools = toolchain()
tools.write('demo.c', COMPILED)
tools.run('gcc', '-O2', '-c', 'demo.c', '-o', 'demo.o')
const listing = tools.run('objdump', '-dr', '--no-show-raw-insn', 'demo.o')
const preprocessed = tools.run('gcc', '-E', '-fdirectives-only', '-dD', 'demo.c')

fuzzText('readSourceText', [preprocessed, C_SOURCE], readSourceText)
fuzzText('enumerators', ['{ ONE, TWO = 1 << 3, THREE = F(1, 2), FOUR }'], enumerators)
fuzzText('changedInstructions', [listing], text => changedInstructions({ text: listing }, { text }), {
  weight: 0.3,
})
fuzzText('causesOf', [preprocessed], text => {
  const [before, after] = [readSourceText(preprocessed), readSourceText(text)]
  const instructions = [...before.functions.keys()].map(name => ({
    function: name,
    changed: 1,
    numbers: [],
    onlyNumbers: false,
  }))
  const optionsOf = () => differingOptions('CONFIG_DEMO', before, after)
  const variables = [...before.variables.keys()]
  const matters = async (name: string) => name.length % 2 === 0 || undefined
  return causesOf({ instructions, variables, layouts: undefined, before, after, optionsOf, matters })
})

const DIAGNOSTICS = `In file included from crypto/a.c:3:
crypto/a.c:12:10: fatal error: asm/unaligned.h: No such file or directory
crypto/b.c:7:3: error: 'struct crypto_engine' has no member named 'dev'
crypto/b.c:9:20: error: passing argument 3 of 'skcipher_request_set_callback' from incompatible pointer type [-Werror=incompatible-pointer-types]
include/crypto/skcipher.h:1:2: note: expected 'crypto_completion_t' {aka 'void (*)(void *, int)'} but argument is of type 'int'
crypto/c.c:1:1: warning: unused
crypto/c.c:2:2: error: initialization of 'int (*)(struct socket *)' from incompatible pointer type 'int'
crypto/c.c:2:2: note: (near initialization for 'ops.sendpage')
crypto/d.c:4:5: error: no member named 'x' in 'struct y'
crypto/d.c:4:6: error: implicit declaration of function 'gone' [-Werror]
crypto/d.c:8:6: error: conflicting types for 'f'; have 'int(void)'
`
fuzzText('readDiagnostics, subjectOf', [DIAGNOSTICS], text =>
  readDiagnostics(text.split('\n')).map(diagnostic =>
    subjectOf(diagnostic, { place: diagnostic, line: '.sendpage = x', file: text }),
  ),
)
const NAMES = ['struct demo_ctx', 'LONG_ONE', 'demo_fn', 'demo_outer', 'DEMO_TWO', 'demo_count', 'absent']
fuzzText('declarationsIn', [C_SOURCE], text => declarationsIn('include/x.h', text, NAMES))
fuzzText('declaredNames', [C_SOURCE], declaredNames)

const FEATURES = `#define NCAPINTS			21	   /* N 32-bit words */
#define NBUGINTS 2
#define X86_FEATURE_FPU			( 0*32+ 0) /* FPU */
#define X86_FEATURE_AES			( 4*32+25)
#define X86_BUG(x)			(NCAPINTS*32 + (x))
#define X86_BUG_F00F			X86_BUG(0)
`
fuzzText('readCpuFeatures', [FEATURES], readCpuFeatures)

const COMMAND = `ccache gcc -Wp,-MMD,crypto/.a.o.d -nostdinc -I/s/include -include /s/include/linux/kconfig.h -DX='"a b"' -D"Y=\\"z\\"" -fmacro-prefix-map=/s/= -c -o crypto/a.o /s/crypto/a.c; ./tools/objtool/objtool x`
fuzzText('compileCommand', [COMMAND], text => {
  const command = compileCommand(text)
  return relocated(command, sourceRoot(command) ?? '/s', '../source')
})

const banner = Buffer.from(
  '\0Linux\0' + '6.12.117 SMP preempt mod_unload modversions \0' + '6.12.117 (me@here) #1\0',
)
fuzzBytes('vermagicIn', [banner], bytes => vermagicIn(bytes, '6.12.117'))

const CONSOLE = `SeaBIOS
[    0.000000] Linux version 6.12.117 (me@here) (gcc 12) #1 SMP
[    1.000000] calling  aes_init+0x0/0x10 @ 1
[    1.100000] WARNING: CPU: 0 PID: 1 at crypto/a.c:12 f+0x1/0x2
[    1.200000] BUG: kernel NULL pointer dereference, address: 0
[    1.250000] Code: 00 11
@@kcarve up 6.12.117
@@kcarve begin crypto
|name         : cbc(aes)
@@kcarve end crypto
KTAP version 1
ok 1 module
@@kcarve done
[    2.000000] Kernel panic - not syncing: fips140: x
qemu-system-x86_64: terminating
`
fuzzText('classifyLine, transcriptOf', [CONSOLE], text => {
  const events = text.split('\n').map(classifyLine)
  return [transcriptOf(events), relevantLines(events)]
})

const DMESG = '<6>[    1.0] fine\n<4>[    1.1] BUG: x 0x12 failed\n<3>[  1.2] error 77\n goes on\n'
fuzzText('compareMessages', [DMESG], text => compareMessages(DMESG, text))
fuzzText('compareParameters', ['aes\naes/x=1\nworkqueue/y=2\n'], text => compareParameters('aes/x=1\n', text))
fuzzText('memoryFigures', ['MemFree:   12 kB\nShmem: 3 kB\nSlab:  1 kB\n'], text => memoryFigures(text, 512))
