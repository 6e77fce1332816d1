// SPDX-License-Identifier: GPL-2.0-only

import { execFile } from 'node:child_process'
import { chmod, mkdir, readFile, rm, stat, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { beforeAll, expect, inject, test } from 'vitest'
import { x86_64 } from '../../src/arch/x86-64.js'
import { guestPart } from '../../src/features/standalone-crypto/guest-part.js'
import { guestRequest } from '../../src/features/standalone-crypto/guest-request.js'
import { readElf, sectionData, sectionNamed } from '../../src/formats/elf/index.js'
import { bootKernel, buildInitramfs } from '../../src/vm/index.js'
import { kcarve } from '../kcarve.js'
import { startCarved } from './carved-kernel.js'
import { makeSteps } from './make-steps.js'

// With DEBUG_INFO_BTF_MODULES the module that vmlinux carries has the types of its code, on those of vmlinux.
const run = promisify(execFile)
const env = { XDG_CACHE_HOME: inject('cacheHome') }
const scratch = join(env.XDG_CACHE_HOME, 'btf')
const KEY = 'integrity of the standalone crypto module'

const wrapper = process.env.KCARVE_TEST_CC_WRAPPER

let [tree, build, module, config] = ['', '', '', '']

beforeAll(async () => {
  await mkdir(scratch, { recursive: true })
  ;({ tree, build, config } = await startCarved('btf'))
  module = join(build, 'crypto/fips140/fips140.ko')
})

const make = (...targets: string[]) => makeSteps(build, ...targets)

const elfOf = async (path: string) => readElf(await readFile(path))

/** The bytes of section .BTF. */
async function btfOf(path: string): Promise<Buffer> {
  const elf = await elfOf(path)
  const section = sectionNamed(elf, '.BTF')
  return Buffer.from(section === undefined ? [] : sectionData(elf, section))
}

const sectionsOf = async (path: string) => (await elfOf(path)).sections.map(({ name }) => name)

test('the module has BTF and no other debug information, which is kept beside it', async () => {
  const sections = await sectionsOf(module)
  expect(sections).toContain('.BTF')
  expect(sections.filter(name => name.startsWith('.debug_'))).toEqual([])
  expect(await sectionsOf(`${module}.debug`)).toContain('.debug_info')
  expect((await stat(module)).size * 4).toBeLessThan((await stat(`${module}.debug`)).size)
})

test('the digest is that of the module as it is embedded', async () => {
  const args = ['dgst', '-sha256', '-mac', 'HMAC', '-macopt', `key:${KEY}`, '-r', module]
  const digest = (await run('openssl', args)).stdout.slice(0, 64)
  expect((await readFile(`${module}.hmac`, 'utf8')).slice(0, 64)).toBe(digest)
  const inspect = async (path: string) =>
    JSON.parse((await kcarve(['inspect', path, '--json'], { env })).stdout)
  const { embedded } = await inspect(join(build, 'vmlinux'))
  expect(embedded.sha256).toBe((await inspect(module)).sha256)
})

for (const [what, append] of [
  ['a plain boot', []],
  ['FIPS mode', ['fips=1']],
] as const) {
  test(`user space reads the types of the module in ${what}, and bpftool understands them`, async () => {
    const initramfs = join(scratch, 'initramfs.cpio')
    await writeFile(initramfs, await buildInitramfs({ parts: [guestPart], arch: x86_64 }))
    const boot = await bootKernel({
      arch: x86_64,
      kernel: join(build, 'arch/x86/boot/bzImage'),
      initramfs,
      append: [...append],
      guest: guestRequest({ checks: ['crypto-all', 'module', 'integrity'], after: ['btf'], carved: true }),
    })
    expect(boot).toMatchObject({ outcome: 'completed', warnings: [] })
    expect(boot.ktap).not.toMatch(/^not ok/m)
    const seen = Buffer.from(boot.texts.get('btf') ?? '', 'base64')
    expect(seen).toEqual(await btfOf(module))
    const [base, split] = [join(scratch, 'vmlinux.btf'), join(scratch, 'fips140.btf')]
    await writeFile(base, await btfOf(join(build, 'vmlinux')))
    await writeFile(split, seen)
    const dump = ['-B', base, 'btf', 'dump', 'file', split, 'format', 'raw']
    const { stdout } = await run('bpftool', dump, { maxBuffer: 1 << 28 })
    expect(stdout).toMatch(/FUNC 'crypto_alloc_shash' type_id=\d+ linkage=static/)
    expect(stdout).toMatch(/FUNC 'crypto_gcm_create' /)
  })
}

test('make has nothing to do when it is called again', async () => {
  // Its compiler for programs of the build is another than that of kcarve.
  await make()
  expect(await make()).toEqual([])
})

test('a change in crypto reaches module and image, and the build is at rest again', async () => {
  await run('touch', [join(tree, 'crypto/gcm.c')])
  const made = await make()
  expect(made.filter(line => /^ {2}CC \[M\] {2}crypto\/gcm\.o/.test(line))).toHaveLength(1)
  expect(made.join('\n')).toMatch(/STRIP {3}crypto\/fips140\/fips140\.ko[\s\S]* LD {6}vmlinux\n/)
  expect(await make()).toEqual([])
})

test('a module that is stripped when it is installed stays what its digest is of', async () => {
  const root = join(scratch, 'root')
  await make('modules_install', `INSTALL_MOD_PATH=${root}`, 'INSTALL_MOD_STRIP=1')
  const { stdout } = await run('find', [root, '-name', 'fips140.ko'])
  expect(await readFile(stdout.trim())).toEqual(await readFile(module))
  await rm(root, { recursive: true })
})

/** A pahole that turns underscores in the names of modules into what is no identifier, in a directory for PATH. */
async function badPahole(): Promise<string> {
  const directory = join(scratch, 'bad-pahole')
  await mkdir(directory, { recursive: true })
  const { stdout } = await run('sh', ['-c', 'command -v pahole'])
  const script = `#!${process.execPath}
    const { readFileSync, writeFileSync } = require('node:fs')
    const args = process.argv.slice(2)
    const { status } = require('node:child_process').spawnSync('${stdout.trim()}', args, { stdio: 'inherit' })
    const file = args.at(-1)
    if (status === 0 && args.includes('--btf_base')) {
      const bytes = readFileSync(file)
      const header = bytes.indexOf(Buffer.from('9feb010018000000', 'hex'))
      const names = header + 24 + bytes.readUInt32LE(header + 16)
      const end = names + bytes.readUInt32LE(header + 20)
      for (let at = names; at < end; at++) if (bytes[at] === 0x5f) bytes[at] = 0x2d
      writeFileSync(file, bytes)
    }
    process.exit(status)
  `
  await writeFile(join(directory, 'pahole'), script)
  await chmod(join(directory, 'pahole'), 0o755)
  return directory
}

test('BTF that the kernel would refuse fails the build, by file, type, reason and remedy', async () => {
  const args = ['build', tree, '--config', config, '-o', build, '--quiet']
  if (wrapper !== undefined) args.push('--cc-wrapper', wrapper)
  const again = async (more: Readonly<Record<string, string>>) => {
    await run('touch', [join(tree, 'crypto/gcm.c')])
    return kcarve(args, { env: { ...env, ...more } })
  }
  const refused = await again({ PATH: `${await badPahole()}:${process.env.PATH}` })
  expect(refused).toMatchObject({ exitCode: 2 })
  expect(refused.stderr).toMatch(
    /crypto\/fips140\/fips140\.ko: this kernel will refuse its BTF: \[\d+\] [A-Z]+ .* Invalid name\n.*another version of pahole/,
  )
  expect(await again({})).toMatchObject({ exitCode: 0 })
})
