// SPDX-License-Identifier: GPL-2.0-only
import { execFileSync } from 'node:child_process'
import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { dirname, join, relative } from 'node:path'
import { fileURLToPath } from 'node:url'
import { expect, test } from 'vitest'
import { scratch } from '../../formats/testing/scratch.js'
import * as names from './names.js'

const payload = fileURLToPath(new URL('payload', import.meta.url))
const read = (path: string) => readFileSync(join(payload, path), 'utf8')
const filesBelow = (directory: string) =>
  readdirSync(directory, { recursive: true, withFileTypes: true })
    .filter(entry => entry.isFile())
    .map(entry => join(entry.parentPath, entry.name))

/** What the payload's headers include of the kernel, as far as their structures need it. */
const KERNEL: Readonly<Record<string, string>> = {
  'linux/types.h':
    '#include <stddef.h>\n#include <stdint.h>\ntypedef uint32_t u32; typedef uint8_t u8;\n#define __noreturn\n',
  'linux/init.h': 'typedef int (*initcall_t)(void);\n',
  'linux/elf.h': '#include <elf.h>\ntypedef Elf64_Sym Elf_Sym;\n',
  'linux/compiler.h': '',
  'asm/module.h': '',
}

/** What a C expression is to the compiler that reads the payload's headers. */
function evaluated(expressions: Readonly<Record<string, string>>): Readonly<Record<string, number>> {
  const dir = scratch()
  for (const [path, text] of Object.entries(KERNEL)) {
    mkdirSync(dirname(join(dir, 'kernel', path)), { recursive: true })
    writeFileSync(join(dir, 'kernel', path), text)
  }
  const prints = Object.entries(expressions).map(
    ([name, value]) => `printf("${name} %zu\\n", (size_t)(${value}));`,
  )
  writeFileSync(
    join(dir, 'sizes.c'),
    `#include <linux/fips140.h>\n#include "redirect.h"\n#include <stdio.h>\nint main(void) { ${prints.join('\n')} return 0; }\n`,
  )
  const include = [`${dir}/kernel`, `${payload}/include`, `${payload}/crypto/fips140`].map(
    path => `-I${path}`,
  )
  execFileSync('gcc', ['-Wall', '-Werror', ...include, '-o', join(dir, 'sizes'), join(dir, 'sizes.c')])
  const output = execFileSync(join(dir, 'sizes'), { encoding: 'utf8' })
  return Object.fromEntries(
    output
      .trim()
      .split('\n')
      .map(line => [line.replace(/ .*/, ''), Number(line.replace(/.* /, ''))]),
  )
}

test('sizes and offsets are those of the payload’s structures', () => {
  const { DESCRIPTOR, INITCALLS, REDIRECTS } = names
  const found = evaluated({
    magic: 'FIPS140_MAGIC',
    abi: 'FIPS140_ABI',
    descriptor: 'sizeof(struct fips140_module)',
    magicAt: 'offsetof(struct fips140_module, magic)',
    abiAt: 'offsetof(struct fips140_module, abi)',
    sizeAt: 'offsetof(struct fips140_module, size)',
    initcall: 'sizeof(struct fips140_initcall)',
    groupAt: 'offsetof(struct fips140_initcall, group)',
    levelAt: 'offsetof(struct fips140_initcall, level)',
    function: 'sizeof(struct fips140_func)',
    functionName: 'offsetof(struct fips140_func, name)',
    variable: 'sizeof(struct fips140_var)',
    variableName: 'offsetof(struct fips140_var, name)',
  })
  expect(found).toMatchObject({
    magic: DESCRIPTOR.magic,
    magicAt: 0,
    abiAt: 4,
    sizeAt: 8,
    initcall: INITCALLS.entrySize,
    groupAt: INITCALLS.groupAt,
    levelAt: INITCALLS.levelAt,
    function: REDIRECTS.functions.entrySize,
    functionName: 0,
    variable: REDIRECTS.variables.entrySize,
    variableName: 0,
  })
  // It grows with the version, and only then.
  if (found.abi === 1) expect(found.descriptor).toBe(DESCRIPTOR.firstSize)
  else expect(found.descriptor).toBeGreaterThan(DESCRIPTOR.firstSize)
})

test('symbols are declared in the payload’s headers, or defined in its loader and module', () => {
  const { EMBEDDED, DIGESTS, REDIRECTS, LOADER, INITCALLS, SELF_CHECK } = names
  const tables = [REDIRECTS.functions, REDIRECTS.variables, ...EMBEDDED.symbols, ...DIGESTS]
  const declared = read('crypto/fips140/redirect.h')
  for (const { start, end } of tables) {
    expect(declared).toMatch(new RegExp(`extern .*\\b${start}\\[\\], ${end}\\[\\];`))
  }
  const loader = read('crypto/fips140/loader.c')
  for (const symbol of Object.values(LOADER)) expect(loader).toMatch(new RegExp(`^\\w.*\\b${symbol}\\(`, 'm'))
  expect(read('crypto/fips140/integrity.c')).toMatch(new RegExp(`\\b${SELF_CHECK}\\(const `))
  const sources = filesBelow(payload).map(path => readFileSync(path, 'utf8'))
  expect(sources.join('\n')).toMatch(new RegExp(`struct fips140_initcall ${INITCALLS.symbol}\\[`))
})

test('sections, macros and lists are those that the payload uses', () => {
  const { EMBEDDED, DESCRIPTOR, INITCALLS, MEMBER_SECTION, REDIRECT_MACROS, REDIRECTS, LISTS, GROUPS } = names
  const embedded = read('crypto/fips140/link/embedded.S')
  expect(embedded).toContain(`.section ${EMBEDDED.section}, "a"\n\t.balign\t${EMBEDDED.alignment}\n`)
  expect(read('crypto/fips140/descriptor.c')).toContain(`__section("${DESCRIPTOR.section}")`)
  expect(read('include/linux/fips140.h')).toContain(`__section("${INITCALLS.section}")`)
  expect(read('scripts/Makefile.fips140-modfinal')).toContain(`__section__("${MEMBER_SECTION}")`)
  for (const macro of Object.values(REDIRECT_MACROS)) {
    expect(read('crypto/fips140/link/redirect-macros.S')).toMatch(new RegExp(`\\.macro\\t${macro} `))
  }
  expect(read('crypto/fips140/x86/redirect-func.S')).toContain(REDIRECTS.wrapPrefix)
  expect(read('crypto/fips140/link/Makefile')).toContain(`--redefine-sym \\1=${names.TWIN_PREFIX}\\1`)
  expect(read('crypto/fips140/link/redirect.sh')).toContain(`", ${names.TWIN_PREFIX}" $1`)
  const rules = read('scripts/Makefile.fips140')
  for (const name of [...LISTS.objects.slice(1), LISTS.carved, LISTS.stays, GROUPS.name, GROUPS.object]) {
    expect(rules).toContain(name)
  }
  expect(read('crypto/fips140/group.c')).toContain(GROUPS.initcall)
})

test('options, and the default key, are those of its Kconfig', () => {
  const kconfig = read(names.KCONFIG)
  for (const option of [names.EXTMOD, names.HMAC_KEY]) {
    expect(option.startsWith(names.OPTIONS)).toBe(true)
    expect(kconfig).toContain(`config ${option}\n`)
  }
  expect(kconfig).toContain(`default "${names.DEFAULT_HMAC_KEY}"\n`)
})

test('files are where its makefiles make them', () => {
  const { BUILT, DIRECTORY, MODULE_NAME, EMBEDDED_FILES } = names
  expect(read(`${DIRECTORY}/Makefile`)).toContain(`obj-m := ${MODULE_NAME}.o\n`)
  expect([`${BUILT.name}.ko`, `${BUILT.module}.hmac`]).toEqual([BUILT.module, BUILT.digest])
  const link = read(`${DIRECTORY}/link/Makefile`)
  for (const file of [BUILT.module, 'redirect.S', '$(obj)/wrap', `${MODULE_NAME}.ko.hmac`])
    expect(link).toContain(file)
  expect(read(`${DIRECTORY}/link/embedded.S`)).toContain(`embed\t${MODULE_NAME}_fresh, "${BUILT.module}"`)
  expect(EMBEDDED_FILES).toEqual([`${MODULE_NAME}.ko`, `${MODULE_NAME}_fresh.ko`])
})

/** What looks like a name of the feature, and not like prose. */
const NAME =
  /\.fips140_|\bfips140_\w|_fips140_|CRYPTO_FIPS140|crypto\/fips140|fips140-(?:run|group)|__wrap_|'fips140'/

test('they stand nowhere else in the code of the feature, but for what is written into trees', () => {
  const here = dirname(payload)
  const strangers = filesBelow(here)
    .map(path => relative(here, path))
    .filter(path => /\.ts$/.test(path) && !/\.test\.ts$|\/testing\/|^names\.ts$|^recipe\//.test(path))
    .flatMap(path =>
      readFileSync(join(here, path), 'utf8')
        .split('\n')
        .filter(line => !/^\s*(?:\*|\/\*|\/\/)/.test(line) && NAME.test(line))
        .map(line => `${path}: ${line.trim()}`),
    )
  expect(strangers).toEqual([])
})
