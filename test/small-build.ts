// SPDX-License-Identifier: GPL-2.0-only
import { execFileSync } from 'node:child_process'
import { createHmac } from 'node:crypto'
import { mkdirSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'

export interface SmallBuildOptions {
  /** What the one object of the module returns: another value is other code. */
  readonly value?: number | undefined
  readonly release?: string | undefined
  /** Of the build directory and the source tree, below `dir`. */
  readonly build?: string | undefined
  readonly source?: string | undefined
}

/** A build directory, as far as an archive or a verdict looks at one: the module, of one object that gcc has made. */
export function makeSmallBuild(
  dir: string,
  module: Uint8Array,
  { value = 1, release = '6.12.117', build = 'build', source = 'source' }: SmallBuildOptions = {},
): void {
  const at = (path: string) => join(dir, path)
  const put = (path: string, contents: string | Uint8Array) => {
    mkdirSync(dirname(at(path)), { recursive: true })
    writeFileSync(at(path), contents)
  }
  const key = 'integrity of the standalone crypto module'
  const hmac = createHmac('sha256', key).update(module).digest('hex')
  const command =
    `gcc -O2 -Wp,-MMD,crypto/.a.o.d -I${at(source)}/include -I./include -include ${at(source)}/include/linux/kconfig.h ` +
    `-fmacro-prefix-map=${at(source)}/= -c -o crypto/a.o ${at(source)}/crypto/a.c`
  put(`${source}/include/linux/kconfig.h`, '#include <generated/autoconf.h>\n')
  put(`${source}/crypto/a.c`, 'int a(void) { return CONFIG_A; }\n')
  put(`${build}/include/generated/autoconf.h`, `#define CONFIG_A ${value}\n`)
  put(`${build}/include/config/kernel.release`, `${release}\n`)
  put(`${build}/include/generated/utsrelease.h`, `#define UTS_RELEASE "${release}"\n`)
  put(`${build}/Makefile`, `include ${at(source)}/Makefile\n`)
  const compiler = execFileSync('gcc', ['--version'], { encoding: 'utf8' }).split('\n')[0]
  put(
    `${build}/.config`,
    `CONFIG_X86_64=y\nCONFIG_SMP=y\nCONFIG_MODULE_UNLOAD=y\nCONFIG_CC_VERSION_TEXT="${compiler}"\n`,
  )
  const exported = ['printk', 'kmalloc_here'].map(name => `0x00000000\t${name}\tvmlinux\tEXPORT_SYMBOL\t\n`)
  put(`${build}/Module.symvers`, exported.join(''))
  put(`${build}/arch/x86/boot/bzImage`, 'image')
  put(`${source}/crypto/Makefile`, 'crypto-objs-y += a.o\n')
  put(`${build}/crypto/fips140/fips140.mod`, 'crypto/a.o\n')
  put(`${build}/crypto/fips140/fips140.ko`, module)
  put(`${build}/crypto/fips140/fips140.ko.hmac`, `${hmac} *crypto/fips140/fips140.ko\n`)
  put(
    `${build}/crypto/.a.o.cmd`,
    `savedcmd_crypto/a.o := ${command}\n\nsource_crypto/a.o := ${at(source)}/crypto/a.c\n\n` +
      `deps_crypto/a.o := \\\n  ${at(source)}/include/linux/kconfig.h \\\n`,
  )
  execFileSync('sh', ['-c', command], { cwd: at(build) })
}
