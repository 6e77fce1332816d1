// SPDX-License-Identifier: GPL-2.0-only
import { mkdirSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { expect, test } from 'vitest'
import { scratch } from '../../formats/testing/scratch.js'
import { openKernel } from '../kernel/open-kernel.js'
import { judgeSources } from './judge-sources.js'

const dir = scratch()

function put(path: string, text: string): void {
  mkdirSync(dirname(join(dir, path)), { recursive: true })
  writeFileSync(join(dir, path), text)
}

const REQ =
  'struct req { int a; int b; };\ntypedef void (*done_t)(struct req *req, int err);\nvoid set(done_t d);\n'

/** Sources of two files, and the headers that they were written for. */
function makeFrozen(name: string): string {
  put(`${name}/Makefile`, 'VERSION = 6\nPATCHLEVEL = 1\nSUBLEVEL = 3\n')
  put(`${name}/include/asm-generic/gone.h`, 'static inline int gone_get(int x) { return x; }\n')
  put(`${name}/include/linux/req.h`, REQ)
  put(
    `${name}/crypto/Makefile`,
    'obj-$(CONFIG_A) += a.o\nobj-$(CONFIG_B) += two.o\ntwo-y := b.o\nobj-$(CONFIG_OFF) += off.o\nCFLAGS_a.o = -O0 # why\n',
  )
  put(
    `${name}/crypto/a.c`,
    '#include <linux/req.h>\nstatic void done(struct req *r, int e) { r->b = e; }\nvoid f(void) { set(done); }\n',
  )
  put(
    `${name}/crypto/b.c`,
    '#include <asm/gone.h>\n#include <linux/req.h>\nint g(struct req *r) { return gone_get(r->b); }\n',
  )
  put(`${name}/crypto/off.c`, '#error not selected\n')
  return join(dir, name)
}

function makeKernel(name: string, req: string, gone?: string): string {
  for (const header of ['compiler-version.h', 'kconfig.h', 'compiler_types.h'])
    put(`${name}/include/linux/${header}`, '')
  put(`${name}/include/linux/req.h`, req)
  if (gone !== undefined) put(`${name}/${gone}`, 'static inline int gone_get(int x) { return x + 0; }\n')
  put(`${name}/.config`, 'CONFIG_X86_64=y\nCONFIG_A=y\nCONFIG_B=m\n')
  put(`${name}/Module.symvers`, '')
  return join(dir, name)
}

const frozen = makeFrozen('frozen')
const ask = async (kernel: string) => judgeSources(frozen, await openKernel(kernel))

test('sources compile where the headers mean the same', async () => {
  const report = await ask(makeKernel('same', REQ, 'include/asm/gone.h'))
  expect(report).toMatchObject({
    compiles: true,
    changes: [],
    totals: { files: 2, errors: 0 },
    source: { release: '6.1.3' },
  })
})

test('what keeps them is told by cause, and what is behind a header that has moved as well', async () => {
  const changed = REQ.replace('struct req *req', 'void *data').replace('int b;', '')
  const { changes, patches, totals } = await ask(makeKernel('changed', changed, 'include/linux/gone.h'))
  expect(totals).toEqual({ files: 2, filesWithErrors: 2, errors: 4 })
  const causes = changes.flatMap(change => change.causes)
  expect(
    causes.map(({ name, members, change, is, files }) => [
      name,
      ...members,
      change,
      is?.path,
      files.join(' '),
    ]),
  ).toEqual([
    ['struct req', 'b', 'gone', 'include/linux/req.h', 'crypto/a.c crypto/b.c'],
    ['asm/gone.h', 'moved', 'include/linux/gone.h', 'crypto/b.c'],
    ['done_t', 'changed', 'include/linux/req.h', 'crypto/a.c'],
  ])
  expect(patches).toEqual([
    { path: 'include/asm-generic/gone.h', names: ['the header itself'] },
    { path: 'include/linux/req.h', names: ['struct req.b', 'done_t'] },
  ])
})

test('what follows from the causes becomes headers, and files compile with them', async () => {
  const kernel = makeKernel(
    'compat',
    REQ.replace('struct req {', 'struct req { long c;'),
    'include/linux/gone.h',
  )
  put('compat/include/linux/name.h', '#pragma once\n#define NAME(x) int name_of = sizeof(x)\n')
  put('frozen/include/linux/name.h', '#define NAME(x) int name_of = sizeof(#x)\n#define OLD 7\n')
  put('frozen/crypto/a.c', '#include <linux/name.h>\nNAME(SOMEBODY);\nint old = OLD;\n')
  const judged = await judgeSources(frozen, await openKernel(kernel), { compat: true })
  expect(judged.changes.flatMap(({ causes }) => causes.map(({ name, change }) => [name, change]))).toEqual([
    ['NAME', 'changed'],
    ['OLD', 'gone'],
    ['asm/gone.h', 'moved'],
  ])
  expect(judged.compat).toEqual({
    files: 2,
    headers: [
      { place: 'last', path: 'asm/gone.h', names: [], text: '#include <linux/gone.h>\n' },
      {
        place: 'prelude',
        path: 'compat.h',
        names: ['NAME', 'OLD'],
        text: '#include <linux/name.h>\n#undef NAME\n#define NAME(x) int name_of = sizeof(#x)\n#ifndef OLD\n#define OLD 7\n#endif\n',
      },
    ],
  })
  const compiled: number[] = []
  const onProgress = (done: number) => compiled.push(done)
  expect((await judgeSources(frozen, await openKernel(kernel), { onProgress })).compat).toBe(null)
  expect(compiled, 'each file, and one again behind its missing header').toEqual([1, 2, 3])
  makeFrozen('frozen')
})

test('a header that a build makes is no cause', async () => {
  put('frozen/crypto/b.c', '#include "b.made.h"\n')
  const { changes, skipped, compiles } = await ask(makeKernel('made', REQ))
  expect({ changes, skipped, compiles }).toEqual({
    changes: [],
    skipped: [{ file: 'crypto/b.c', header: 'b.made.h' }],
    compiles: false,
  })
  makeFrozen('frozen')
})

/** A compiler for ASN.1 that makes an empty header, or fails. */
const ASN1_COMPILER = `#include <stdio.h>
#include <linux/asn1.h>
int main(int argc, char **argv) { return argc != 4 || !fclose(fopen(argv[2], "w")) - !fclose(fopen(argv[3], "w")); }
`

test('headers of ASN.1 modules are made by the compiler that the sources bring', async () => {
  put('frozen/crypto/b.c', '#include "b.asn1.h"\n')
  put('frozen/crypto/b.asn1', '')
  put('frozen/include/linux/asn1.h', '')
  put('frozen/scripts/asn1_compiler.c', ASN1_COMPILER)
  expect(await ask(makeKernel('asn1', REQ))).toMatchObject({ compiles: true, skipped: [] })
  makeFrozen('frozen')
})

test('what is in headers of functions that the sources export is their own interface', async () => {
  put(
    'frozen/crypto/a.c',
    '#include <linux/req.h>\n#define EXPORT_SYMBOL_GPL(name) extern int exported_##name\nvoid set(done_t d) { }\nEXPORT_SYMBOL_GPL(set);\n',
  )
  const { changes } = await ask(
    makeKernel('own', REQ.replace('set(done_t d)', 'set(int d)'), 'include/asm/gone.h'),
  )
  expect(changes.map(({ about, provided, files }) => [about, provided, files])).toEqual([
    ['linux/req.h', true, ['crypto/a.c']],
  ])
  makeFrozen('frozen')
})

test('sources of lib/crypto find the headers of their architecture, and what stays in vmlinux is not judged', async () => {
  const tree = makeFrozen('library')
  put('library/crypto/Makefile', 'obj-y += a.o fips.o kept.o\ncrypto-objs-vmlinux := kept.o\n')
  for (const name of ['fips', 'kept']) put(`library/crypto/${name}.c`, '#error stays\n')
  put(
    'library/lib/crypto/Makefile',
    'obj-y += chacha.o\nobj-$(CONFIG_A) += liba.o\nliba-y := aes.o\nCFLAGS_aes.o += -I$(src)/$(SRCARCH)\n',
  )
  put('library/lib/crypto/chacha.c', '#error stays\n')
  put('library/lib/crypto/aes.c', '#include "aes.h"\nint f(void) { return ARCH; }\n')
  put('library/lib/crypto/x86/aes.h', '#define ARCH 1\n')
  for (const directory of [
    'lib/mpi',
    'lib/crypto/mpi',
    'arch/x86/crypto',
    'arch/x86/lib/crypto',
    'arch/arm64/crypto',
  ]) {
    put(`library/${directory}/Makefile`, 'obj-y += one.o\n')
    put(`library/${directory}/one.c`, 'int g(void) { return 1; }\n')
  }
  const report = await judgeSources(tree, await openKernel(makeKernel('of-library', REQ)))
  expect(report).toMatchObject({ compiles: true, changes: [], skipped: [], totals: { files: 6 } })
})

test('headers that name structs in structs are read in the dialect that the kernel is configured with', async () => {
  const named = REQ.replace('int b;', 'struct inner;').replace(/^/, 'struct inner { int b; };\n')
  const kernel = makeKernel('dialect', named, 'include/asm/gone.h')
  expect(await ask(kernel)).toMatchObject({ compiles: false })
  put('dialect/Makefile', 'KBUILD_CFLAGS += -fms-extensions\n')
  expect(await ask(kernel)).toMatchObject({ compiles: true })
  put('dialect/Makefile', '')
  put(
    'dialect/.config',
    'CONFIG_X86_64=y\nCONFIG_A=y\nCONFIG_B=m\nCONFIG_CC_MS_EXTENSIONS="-fms-extensions"\n',
  )
  expect(await ask(kernel)).toMatchObject({ compiles: true })
})

test('what is no source, and a kernel without headers, are refused in a line', async () => {
  const kernel = await openKernel(makeKernel('plain', REQ))
  await expect(judgeSources(join(dir, 'nowhere'), kernel)).rejects.toThrow('does not exist')
  await expect(judgeSources(kernel.path, kernel)).rejects.toThrow('as it has no crypto/')
  await expect(judgeSources(frozen, { ...kernel, config: undefined })).rejects.toThrow(
    'with their configuration',
  )
})
