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
/** What vmlinux calls: see bench/module/calls.c. */
const CALLED = 'crypto_destroy_tfm'

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
  const vmlinux = readElf(await readFile(build.vmlinux))
  const symbol = symbolNamed(vmlinux, `__wrap_${CALLED}`) ?? symbolNamed(vmlinux, CALLED)
  if (symbol === undefined) throw new Error(`${build.vmlinux} does not call ${CALLED}`)
  const redirect = `0x${symbol.st_value.toString(16)}`
  const make = ['make', '-C', await treeOf(build), `O=${build.objDir}`, `M=${directory}`]
  await run([...make, `REDIRECT=${redirect}`, 'modules'])
  return directory
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
