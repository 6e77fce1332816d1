// SPDX-License-Identifier: GPL-2.0-only
import { createHash, createHmac } from 'node:crypto'
import {
  appendFileSync,
  cpSync,
  existsSync,
  mkdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs'
import { basename, dirname, join } from 'node:path'
import { expect, test } from 'vitest'
import { moduleContracts } from '../features/registry.js'
import { makeCarvedModule } from '../features/standalone-crypto/carried/testing/make-carved.js'
import { DEFAULT_HMAC_KEY } from '../features/standalone-crypto/names.js'
import { must } from '../formats/testing/must.js'
import { scratch } from '../formats/testing/scratch.js'
import { makeModule } from '../image/testing/make-kernel.js'
import { packArchive, requireIntact, unite, verifyArchive, withUnpacked, writeArchive } from './index.js'

const dir = scratch()
const source = join(dir, 'source')
const build = join(dir, 'build')

function put(path: string, contents: string | Uint8Array): void {
  mkdirSync(dirname(path), { recursive: true })
  writeFileSync(path, contents)
}

const { module: MODULE, digest: DIGEST } = must(moduleContracts[0]).built
const [KO, HMAC] = [basename(MODULE), basename(DIGEST)]

/** A build directory, as far as an archive looks at one: one object, made of a source, a header and a generated header. */
function makeBuild(): void {
  const module = readFileSync(makeCarvedModule(dir))
  const hmac = createHmac('sha256', DEFAULT_HMAC_KEY).update(module).digest('hex')
  put(join(source, 'crypto/gcm.c'), '#include <linux/gcm.h>\n')
  put(join(source, 'crypto/Makefile'), 'crypto-objs-y += gcm.o\n')
  put(join(source, 'include/linux/gcm.h'), '#define GCM 1\n')
  put(join(dir, 'gcc/stdarg.h'), '#define va 1\n')
  put(join(build, 'include/generated/bounds.h'), '#define BOUNDS 1\n')
  put(join(build, 'include/generated/autoconf.h'), '#define CONFIG_X 1\n')
  put(join(build, 'include/config/kernel.release'), '6.12.0\n')
  put(join(build, 'Makefile'), `include ${source}/Makefile\n`)
  put(join(build, '.config'), 'CONFIG_CC_VERSION_TEXT="gcc 12.2.0"\nCONFIG_AS_VERSION=24000\n')
  put(join(build, 'Module.symvers'), '')
  put(join(build, 'arch/x86/boot/bzImage'), 'image')
  put(join(build, 'crypto/gcm.o'), 'object')
  put(join(build, MODULE.replace(/ko$/, 'mod')), 'crypto/gcm.o\n')
  put(join(build, MODULE), module)
  put(join(build, DIGEST), `${hmac} *${MODULE}\n`)
  put(
    join(build, 'crypto/.gcm.o.cmd'),
    `savedcmd_crypto/gcm.o := gcc -c\n\nsource_crypto/gcm.o := ${source}/crypto/gcm.c\n\ndeps_crypto/gcm.o := \\\n` +
      `  ${source}/include/linux/gcm.h \\\n  include/generated/bounds.h \\\n  $(wildcard include/config/X) \\\n  ${dir}/gcc/stdarg.h \\\n  ${source}/include/linux/own.h \\\n`,
  )
}

makeBuild()
// Another object reads one of the headers.
put(join(source, 'include/linux/own.h'), '#define OWN 1\n')
put(
  join(build, 'kernel/.fork.o.cmd'),
  `savedcmd_kernel/fork.o := gcc -c\n\nsource_kernel/fork.o := ${source}/kernel/fork.c\n\ndeps_kernel/fork.o := \\\n  ${source}/include/linux/gcm.h \\\n`,
)
const archive = join(dir, 'archive')
const manifest = await writeArchive(build, archive, '0.1.0')

test('it holds the module, its kernel, and what the compiler read', () => {
  expect(manifest.files.map(({ path, role }) => `${role} ${path}`)).toEqual([
    `module module/${KO}`,
    `digest module/${HMAC}`,
    'image kernel/bzImage',
    'symvers kernel/Module.symvers',
    'config kernel/config',
    'object objects/crypto/gcm.o',
    'command commands/crypto/.gcm.o.cmd',
    'generated build/include/generated/autoconf.h',
    'generated build/include/generated/bounds.h',
    'source source/crypto/gcm.c',
    'source source/include/linux/gcm.h',
    'own source/include/linux/own.h',
    'makefile source/crypto/Makefile',
  ])
  expect(manifest).toMatchObject({
    schema: 'kcarve/archive/1',
    kernel: { release: '6.12.0' },
    modules: [{ name: basename(KO, '.ko'), version: '1.0', objects: ['crypto/gcm.o'], differs: null }],
    tools: { compiler: 'gcc 12.2.0', assembler: '24000', linker: 'unknown' },
    outside: [{ path: join(dir, 'gcc/stdarg.h') }],
  })
})

test('the sources are those that it was built from, not others beside it that have their name', async () => {
  const elsewhere = join(dir, 'elsewhere/build')
  cpSync(build, elsewhere, { recursive: true })
  mkdirSync(join(dir, 'elsewhere/source'))
  symlinkSync(source, join(elsewhere, 'source'))
  const { files } = await writeArchive(elsewhere, join(dir, 'of-elsewhere'), '0.1.0')
  expect(files.map(({ path }) => path)).toContain('source/crypto/gcm.c')
})

test('as it was written it is intact, packed as well, and packed again it is the same', async () => {
  expect(await verifyArchive(archive)).toMatchObject({ intact: true, problems: [] })
  const again = join(dir, 'again')
  await writeArchive(build, again, '0.1.0')
  const packed = [join(dir, 'a.tar.zst'), join(dir, 'b.tar.zst')] as const
  await packArchive(archive, packed[0])
  await packArchive(again, packed[1])
  expect(readFileSync(packed[0]).equals(readFileSync(packed[1]))).toBe(true)
  expect(await withUnpacked(packed[0], verifyArchive)).toMatchObject({ intact: true })
})

test.each(manifest.files.filter(({ size }) => size > 0).map(({ path }) => path))(
  'with one byte of %s changed it is not',
  async path => {
    const copy = join(dir, 'changed')
    cpSync(archive, copy, { recursive: true })
    const bytes = readFileSync(join(copy, path))
    bytes[bytes.length >> 1] = (bytes[bytes.length >> 1] ?? 0) ^ 1
    writeFileSync(join(copy, path), bytes)
    expect(await verifyArchive(copy)).toMatchObject({ intact: false, problems: [`${path} has been changed`] })
    await expect(requireIntact(copy)).rejects.toThrow(`not as it was written: ${path} has been changed`)
    rmSync(copy, { recursive: true })
  },
)

test('a file that is missing, cut off, or does not belong to it is named', async () => {
  const copy = join(dir, 'other')
  cpSync(archive, copy, { recursive: true })
  rmSync(join(copy, 'kernel/config'))
  writeFileSync(join(copy, 'kernel/bzImage'), 'im')
  writeFileSync(join(copy, 'source/extra.c'), '')
  expect((await verifyArchive(copy)).problems).toEqual([
    'kernel/bzImage has 2 bytes, not 5',
    'kernel/config is missing',
    'source/extra.c does not belong to it',
  ])
})

const sum = (text: string | Buffer) => createHash('sha256').update(text).digest('hex')

/** An archive with another file in the place of one, and a manifest that agrees. */
function forge(name: string, role: 'module' | 'digest', change: (file: Buffer) => Buffer): string {
  const copy = join(dir, name)
  cpSync(archive, copy, { recursive: true })
  const { path } = must(manifest.files.find(file => file.role === role))
  const bytes = change(readFileSync(join(copy, path)))
  writeFileSync(join(copy, path), bytes)
  const stated = { size: bytes.length, sha256: sum(bytes) }
  const files = manifest.files.map(file => (file.path === path ? { ...file, ...stated } : file))
  const modules = manifest.modules.map(module =>
    module.file === path ? { ...module, sha256: sum(bytes) } : module,
  )
  const text = JSON.stringify({ ...manifest, files, modules })
  writeFileSync(join(copy, 'manifest.json'), text)
  writeFileSync(join(copy, 'manifest.json.sha256'), `${sum(text)}  manifest.json\n`)
  return copy
}

test('a module that its digest does not fit is not intact, whatever the manifest says', async () => {
  const copy = forge('forged', 'digest', file => {
    const text = file.toString('latin1')
    return Buffer.from(text.replace(/^./, digit => (digit === '0' ? '1' : '0')))
  })
  expect((await verifyArchive(copy)).problems).toEqual([expect.stringMatching(/^its HMAC-SHA256 is /)])
})

test('a module of a kind that has no digest is not intact when the manifest states one', async () => {
  const copy = forge('of-another-kind', 'module', () => readFileSync(makeModule(dir)))
  expect((await verifyArchive(copy)).problems).toEqual([
    expect.stringContaining('is of no kind whose digest can be checked'),
  ])
})

test('a manifest that was changed, or is none, is told', async () => {
  const copy = join(dir, 'manifest')
  cpSync(archive, copy, { recursive: true })
  appendFileSync(join(copy, 'manifest.json'), ' ')
  expect((await verifyArchive(copy)).problems).toEqual([
    'manifest.json is not what manifest.json.sha256 is the digest of',
  ])
  writeFileSync(join(copy, 'manifest.json'), '{')
  await expect(verifyArchive(copy)).rejects.toThrow('manifest.json at offset 0: not JSON')
  const [first, ...rest] = manifest.files
  const escaping = { ...manifest, files: [{ ...first, path: '../../etc/passwd' }, ...rest] }
  writeFileSync(join(copy, 'manifest.json'), JSON.stringify(escaping))
  await expect(verifyArchive(copy)).rejects.toThrow('files.0.path at offset 0: not a path below the archive')
  await expect(verifyArchive(source)).rejects.toThrow('not an archive, as it has no manifest.json')
})

test('a build that is not complete, and a directory that is not empty, are refused', async () => {
  await expect(writeArchive(build, archive, '0')).rejects.toThrow('is not empty')
  await expect(writeArchive(source, join(dir, 'x'), '0')).rejects.toThrow('not a complete build')
  put(join(build, DIGEST), 'nothing\n')
  await expect(writeArchive(build, join(dir, 'z'), '0')).rejects.toThrow(`${HMAC}: not a digest`)
  makeBuild()
  rmSync(join(source, 'include/linux/gcm.h'))
  await expect(writeArchive(build, join(dir, 'y'), '0')).rejects.toThrow(
    'has gone since the module was built',
  )
})

test('of a build in the tree the headers that it makes are told from the sources, and there is one place for both', async () => {
  makeBuild()
  const tree = join(dir, 'tree')
  cpSync(source, tree, { recursive: true })
  cpSync(build, tree, { recursive: true })
  put(join(tree, 'Makefile'), 'VERSION = 6\n')
  for (const command of ['crypto/.gcm.o.cmd', 'kernel/.fork.o.cmd'])
    put(join(tree, command), readFileSync(join(build, command), 'utf8').replaceAll(`${source}/`, ''))
  const { files } = await writeArchive(tree, join(dir, 'of-tree'), '0.1.0')
  expect(files.slice(-6).map(({ path, role }) => `${role} ${path}`)).toEqual([
    'generated build/include/generated/autoconf.h',
    'generated build/include/generated/bounds.h',
    'source source/crypto/gcm.c',
    'source source/include/linux/gcm.h',
    'own source/include/linux/own.h',
    'makefile source/crypto/Makefile',
  ])
})

test('sources and a build directory are united as a build in the tree is', async () => {
  const [one, two, united] = [join(dir, 'one'), join(dir, 'two'), join(dir, 'united')]
  for (const file of ['include/linux/a.h', 'arch/x86/include/asm/a.h', 'kernel/a.c', 'Makefile'])
    put(join(one, file), 'source')
  for (const file of [
    'include/generated/b.h',
    'arch/x86/include/generated/asm/b.h',
    'kernel/b.o',
    'Makefile',
  ])
    put(join(two, file), 'build')
  await unite(united, one, two)
  const at = (path: string) =>
    existsSync(join(united, path)) ? readFileSync(join(united, path), 'utf8') : undefined
  expect(at('include/linux/a.h')).toBe('source')
  expect(at('include/generated/b.h')).toBe('build')
  expect(at('arch/x86/include/asm/a.h')).toBe('source')
  expect(at('arch/x86/include/generated/asm/b.h')).toBe('build')
  expect([at('kernel/a.c'), at('kernel/b.o'), at('Makefile')]).toEqual(['source', undefined, 'source'])
})
