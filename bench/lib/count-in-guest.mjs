// SPDX-License-Identifier: GPL-2.0-only
import { cp, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { x86_64 } from '../../dist/arch/x86-64.js'
import { readElf, symbolNamed } from '../../dist/formats/elf/index.js'
import { bootKernel, buildInitramfs, compileProgram } from '../../dist/vm/index.js'
import { treeOf } from './builds.mjs'
import { run } from './run.mjs'

const here = name => fileURLToPath(new URL(`../${name}`, import.meta.url))
/** What vmlinux may call: see bench/module/calls.c and library.c. */
const CALLED = [
  'crypto_destroy_tfm',
  'sha256',
  'hmac_sha256_usingrawkey',
  'aes_encrypt',
  'chacha20poly1305_encrypt',
]
/** What expands a key, the newer name first. */
const AES_PREPARE = ['aes_prepareenckey', 'aes_expandkey']

/**
 * Boots a build under -icount with the modules and the program of bench/, and returns instructions by name: `kernel` of the
 * modules, `afAlg` of the program. Throws when the guest does not come to its end.
 */
export async function countInGuest(build) {
  const work = await mkdtemp(join(tmpdir(), 'kcarve-bench-'))
  try {
    const initramfs = join(work, 'initramfs.cpio')
    await writeFile(initramfs, await guestWith(await buildModules(build, work)))
    const result = await bootKernel({
      arch: x86_64,
      kernel: build.image,
      initramfs,
      icount: true,
      guest: { settle: 'cryptomgr_' },
      // The modules have an address of vmlinux in them.
      append: ['nokaslr'],
      deadlineMs: 600_000,
      silenceMs: 300_000,
    })
    if (result.outcome !== 'completed') {
      throw new Error([result.summary, ...result.relevantLines].join('\n'))
    }
    const [kernel, afAlg] = ['kernel', 'af_alg'].map(name => numbersOf(result.texts.get(name) ?? ''))
    return inInstructions(kernel, afAlg)
  } finally {
    await rm(work, { recursive: true, force: true })
  }
}

async function buildModules(build, work) {
  const directory = join(work, 'module')
  await cp(here('module'), directory, { recursive: true })
  await writeFile(join(directory, 'targets.h'), await targetsOf(build))
  await run(['make', '-C', await treeOf(build), `O=${build.objDir}`, `M=${directory}`, 'modules'])
  return directory
}

/** The addresses at which vmlinux calls functions, and the name of the one that modules call. */
async function targetsOf(build) {
  const vmlinux = readElf(await readFile(build.vmlinux))
  const lines = CALLED.flatMap(name => {
    const symbol = symbolNamed(vmlinux, `__wrap_${name}`) ?? symbolNamed(vmlinux, name)
    return symbol === undefined ? [] : [`#define AT_${name.toUpperCase()} 0x${symbol.st_value.toString(16)}`]
  })
  const exported = await readFile(join(build.objDir, 'Module.symvers'), 'utf8')
  const prepare = AES_PREPARE.find(name => exported.includes(`\t${name}\t`))
  return `${[...lines, `#define AES_PREPARE ${prepare}`].join('\n')}\n`
}

async function guestWith(modules) {
  const program = await compileProgram({
    name: 'operations',
    directory: here('guest'),
    flags: ['-O2', '-Wall', '-static'],
  })
  const file = async (path, from) => ({ type: 'file', path, mode: 0o755, data: await readFile(from) })
  return buildInitramfs({
    arch: x86_64,
    extra: [
      await file('init', here('guest/init')),
      await file('bench/operations', program),
      await file('bench/kcarve_calls.ko', join(modules, 'kcarve_calls.ko')),
      await file('bench/kcarve_library.ko', join(modules, 'kcarve_library.ko')),
      await file('bench/kcarve_operations.ko', join(modules, 'kcarve_operations.ko')),
    ],
  })
}

/** Lines of `NAME NUMBER`. */
const numbersOf = text =>
  new Map([...text.matchAll(/^(.+) (\d+)$/gm)].map(([, name, number]) => [name, Number(number)]))

/** As many calls as bench/module/calls.c makes. */
const CALLS = 10_000

function inInstructions(kernel, afAlg) {
  const tick = kernel.get('tick') / CALLS
  if (!(tick > 0)) throw new Error('The guest has no counter: its modules were not loaded')
  const divided = (numbers, by) =>
    new Map([...numbers].map(([name, number]) => [name, Math.round(number / by)]))
  const isOfCalls = name => !/ \d+$/.test(name)
  const part = wanted => new Map([...kernel].filter(([name]) => isOfCalls(name) === wanted))
  return {
    calls: divided(part(true), tick * CALLS),
    operations: divided(part(false), tick),
    afAlg: divided(afAlg, tick),
  }
}
