// SPDX-License-Identifier: GPL-2.0-only
import { execFileSync } from 'node:child_process'
import { cpSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { beforeAll, expect, test } from 'vitest'
import {
  makeCarvedModule,
  makeCarvedVmlinux,
} from '../../src/features/standalone-crypto/carried/testing/make-carved.js'
import { readBtf } from '../../src/formats/btf/index.js'
import { writeBtf } from '../../src/formats/btf/testing/write-btf.js'
import { scratch } from '../../src/formats/testing/scratch.js'
import { kcarve } from '../kcarve.js'
import { makeSmallBuild } from '../small-build.js'

// What `archive`, `verify` and `reuse` say of files that are damaged, or of another kind, machine or kernel: one line, and the
// exit code that fits. All of it is small and made here.

const dir = scratch()
const at = (path: string) => join(dir, path)
const put = (path: string, contents: string | Uint8Array) => {
  mkdirSync(dirname(at(path)), { recursive: true })
  writeFileSync(at(path), contents)
}
const run = (program: string, ...args: string[]) => execFileSync(program, args, { cwd: dir })

/** e_machine */
const forMachine = (bytes: Uint8Array, machine: number) => {
  const copy = Buffer.from(bytes)
  copy.writeUInt16LE(machine, 18)
  return copy
}

beforeAll(async () => {
  makeCarvedModule(dir)
  const module = readFileSync(at('fips140.ko'))
  makeCarvedVmlinux(dir, 'vmlinux')
  makeSmallBuild(dir, module)
  put('cut.ko', module.subarray(0, module.length >> 1))
  put('text.ko', 'no module\n')
  put('arm64.ko', forMachine(module, 183))
  put('riscv.ko', forMachine(module, 243))
  put('arm64/Module.symvers', '0x00000000\tprintk\tvmlinux\tEXPORT_SYMBOL\t\n')
  put('arm64/.config', 'CONFIG_ARM64=y\nCONFIG_SMP=y\nCONFIG_MODULE_UNLOAD=y\n')
  put('arm64/include/generated/utsrelease.h', '#define UTS_RELEASE "6.12.117"\n')
  put('program.c', 'int main(void) { return 0; }\n')
  run('gcc', '-o', 'program', 'program.c')
  run('gcc', '-c', '-o', 'object.o', 'program.c')
  const int = { kind: 'int', name: 'int', third: 4, tail: [0x01000020] } as const
  const own = writeBtf([int, int, int, { kind: 'typedef', name: 'only_here', third: 1 }])
  put('own.btf', writeBtf([{ kind: 'ptr', third: 4 }], readBtf(own)))
  put('other.btf', writeBtf([int]))
  run('objcopy', '--add-section', '.BTF=own.btf', 'fips140.ko', 'types.ko')
  run('objcopy', '--add-section', '.BTF=other.btf', 'vmlinux', 'vmlinux-types')
  expect((await kcarve(['archive', at('build'), '-o', at('archive')])).exitCode).toBe(0)
  cpSync(at('archive'), at('changed'), { recursive: true })
  put('changed/kernel/bzImage', 'imagf')
  run('tar', '--zstd', '-cf', 'whole.tar.zst', '-C', 'archive', '.')
  const packed = readFileSync(at('whole.tar.zst'))
  put('cut.tar.zst', packed.subarray(0, packed.length >> 1))
})

const reuse = (module: string, kernel: string) => ['reuse', at(module), '--kernel', at(kernel)]

test.each<[string, () => string[], number, RegExp]>([
  [
    'reuse of a module that is cut off',
    () => reuse('cut.ko', 'build'),
    2,
    /^kcarve: \S+\/cut\.ko: .* at offset \d+: /,
  ],
  ['verify of it', () => ['verify', at('cut.ko')], 2, /^kcarve: \S+\/cut\.ko: .* at offset \d+: /],
  ['reuse of a text', () => reuse('text.ko', 'build'), 2, /^kcarve: \S+\/text\.ko: not a module$/],
  ['reuse of an object', () => reuse('object.o', 'build'), 2, /^kcarve: \S+\/object\.o: not a module$/],
  [
    'reuse of a module for another machine',
    () => reuse('riscv.ko', 'build'),
    2,
    /^kcarve: \S+\/riscv\.ko: e_machine at offset 18: .*x86_64 \(62\) or aarch64 \(183\)/,
  ],
  [
    'a program as the kernel',
    () => reuse('fips140.ko', 'program'),
    2,
    /^kcarve: \S+\/program: not a kernel$/,
  ],
  [
    'a module as the kernel',
    () => reuse('fips140.ko', 'fips140.ko'),
    2,
    /^kcarve: \S+\/fips140\.ko: not a kernel$/,
  ],
  [
    'reuse of an archive with one byte changed',
    () => reuse('changed', 'build'),
    2,
    /^kcarve: .* is not as it was written: kernel\/bzImage has been changed$/,
  ],
  [
    'verify of an archive that is cut off',
    () => ['verify', at('cut.tar.zst')],
    2,
    /^kcarve: \S+\/cut\.tar\.zst cannot be unpacked: it is damaged, cut off, or no archive$/,
  ],
  [
    'archive of a build whose module is cut off',
    () => {
      cpSync(at('build'), at('cut-build'), { recursive: true })
      cpSync(at('cut.ko'), at('cut-build/crypto/fips140/fips140.ko'))
      return ['archive', at('cut-build'), '-o', at('none')]
    },
    2,
    /^kcarve: \S+\/fips140\.ko: .* at offset \d+: /,
  ],
  [
    'archive of modules without their headers',
    () => ['archive', at('fips140.ko'), '-o', at('none')],
    2,
    /^kcarve: to archive modules, give --headers and --source; to archive builds, name one at a time$/,
  ],
])('%s: a line and exit code $2', async (_, args, exitCode, line) => {
  const result = await kcarve(args())
  const [told = '', ...more] = result.stderr.split('\n').filter(text => text.startsWith('kcarve: '))
  expect(told).toMatch(line)
  expect(more).toEqual([])
  expect(result).toMatchObject({ exitCode, stdout: '' })
  expect(result.stderr).not.toContain('internal error')
})

test.each<[string, () => string[], RegExp]>([
  [
    'a module for arm64 in a kernel for x86_64',
    () => reuse('arm64.ko', 'build'),
    /^ {2}the module is for arm64, the kernel for x86_64$/m,
  ],
  [
    'a module for x86_64 in a kernel for arm64',
    () => reuse('fips140.ko', 'arm64'),
    /^ {2}the module is for x86_64, the kernel for arm64$/m,
  ],
  [
    'a module whose types count on from those of another kernel',
    () => reuse('types.ko', 'vmlinux-types'),
    /^ {2}its BTF was made with another kernel's, and will be ignored$/m,
  ],
  ['an archive with one byte changed', () => ['verify', at('changed')], /kernel\/bzImage has been changed/],
])('%s: the answer is no, and why', async (_, args, line) => {
  const { exitCode, stdout } = await kcarve(args())
  expect(stdout).toMatch(line)
  expect(exitCode).toBe(1)
})

test('as they were made they fit, and a compiler that is not there is named, with what installs it', async () => {
  const whole = await kcarve([...reuse('archive', 'build'), '--json'], {
    env: { XDG_CACHE_HOME: at('cache') },
  })
  expect(
    JSON.parse(whole.stdout).reasons.filter(({ fact }: { fact: string }) => fact === 'compiled'),
  ).toEqual([])
  const without = await kcarve(reuse('archive', 'build'), { env: { PATH: at('nothing') } })
  expect(without.stderr).toContain('kcarve: gcc is not installed\n  apt-get install gcc\n')
  expect(without).toMatchObject({ exitCode: 3, stdout: '' })
})
