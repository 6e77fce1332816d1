// SPDX-License-Identifier: GPL-2.0-only
import { execFileSync } from 'node:child_process'
import { mkdirSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { expect, test } from 'vitest'
import { scratch } from '../../../formats/testing/scratch.js'

const HEADER = fileURLToPath(new URL('../payload/include', import.meta.url))

/** As much of the kernel's headers as the macros use. */
const KERNEL: Readonly<Record<string, string>> = {
  'linux/types.h': '#include <stddef.h>\n#include <stdint.h>\ntypedef uint32_t u32; typedef uint8_t u8;\n',
  'linux/init.h':
    'typedef int (*initcall_t)(void); typedef void (*exitcall_t)(void);\n' +
    '#define __used __attribute__((used))\n#define __maybe_unused __attribute__((unused))\n' +
    '#define __section(s) __attribute__((section(s)))\n#define __aligned(n) __attribute__((aligned(n)))\n' +
    '#define __PASTE_(a, b) a##b\n#define __PASTE(a, b) __PASTE_(a, b)\n' +
    '#define __UNIQUE_ID(p) __PASTE(p, __COUNTER__)\n',
  'linux/elf.h': '#include <elf.h>\ntypedef Elf64_Sym Elf_Sym;\n',
  'asm/module.h': '',
}

test('users of initcall macros may leave out the semicolon, as in vmlinux', () => {
  const dir = scratch()
  for (const [path, text] of Object.entries(KERNEL)) {
    mkdirSync(dirname(join(dir, path)), { recursive: true })
    writeFileSync(join(dir, path), text)
  }
  writeFileSync(
    join(dir, 'carved.c'),
    `#include <linux/fips140.h>
static int begin(void) { return 0; }
static int option(char *arg) { return !arg; }
static void end(void) { }
/* module_cpu_feature_match() ends in module_init() like this. */
module_init(begin)
module_exit(end)
__setup("option=", option)
subsys_initcall(begin);
`,
  )
  const options = ['-Wall', '-Werror', '-DFIPS_MODULE', '-DFIPS140_GROUP="g"', `-I${dir}`, `-I${HEADER}`]
  const object = join(dir, 'carved.o')
  execFileSync('gcc', [...options, '-c', '-o', object, join(dir, 'carved.c')])
  const headers = execFileSync('objdump', ['-h', object], { encoding: 'utf8' })
  expect(headers).toMatch(/\.init\.fips140_initcalls +00000030/)
  expect(headers).toMatch(/\.init\.fips140_setup +00000010/)
})
