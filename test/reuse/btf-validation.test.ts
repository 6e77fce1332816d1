// SPDX-License-Identifier: GPL-2.0-only
import { mkdir, readdir, readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import fc from 'fast-check'
import { expect, inject, test } from 'vitest'
import { x86_64 } from '../../src/arch/x86-64.js'
import { kernelRefusal, readBtf, rulesOfKernel } from '../../src/formats/btf/index.js'
import { sectionData, sectionNamed } from '../../src/formats/elf/index.js'
import { must } from '../../src/formats/testing/must.js'
import { openImage } from '../../src/image/index.js'
import { bootKernel, buildInitramfs, compileProgram } from '../../src/vm/index.js'
import { type DebianKernel, debianKernel } from './debian-kernel.js'

// What kcarve says of the BTF of modules of an older point release, and what the newer kernel says when it validates it: that
// becomes the BTF of a small module of the newer kernel, so that nothing else keeps it out.
const scratch = join(inject('cacheHome'), 'btf-validation')
const CARRIER = 'cast_common'

const PAIRS = [
  ['6.1.0-53', '6.1.0-56'],
  ['6.12.113+deb12', '6.12.115+deb12'],
] as const

async function elfOf(path: string) {
  return must((await openImage(path)).elf)
}

async function btfOf(path: string): Promise<Uint8Array> {
  const elf = await elfOf(path)
  return sectionData(elf, must(sectionNamed(elf, '.BTF')))
}

async function modulesOf({ modules }: DebianKernel): Promise<string[]> {
  const found = await Promise.all(
    modules.map(async directory =>
      (await readdir(directory, { recursive: true })).map(name => join(directory, name)),
    ),
  )
  return found.flat().filter(path => /\.ko(?:\.xz)?$/.test(path))
}

const DAMAGED = 400

/** The same in every run: BTF with some bytes changed. */
function damaged(good: readonly Uint8Array[]): Uint8Array[] {
  const change = fc.tuple(fc.nat(1 << 20), fc.nat(255))
  const changes = fc.array(change, { minLength: 1, maxLength: 3 })
  return fc.sample(changes, { numRuns: DAMAGED, seed: 1 }).map((list, index) => {
    const bytes = Uint8Array.from(must(good[index % good.length]))
    for (const [at, value] of list) bytes[at % bytes.length] = value
    return bytes
  })
}

const packed = (parts: readonly Uint8Array[]) =>
  Buffer.concat(
    parts.flatMap(part => {
      const length = Buffer.alloc(4)
      length.writeUInt32LE(part.length)
      return [length, part]
    }),
  )

/** What the kernel says of each: `taken`, or `refused` with the reason, if it logs one. */
async function asked(kernel: DebianKernel, btfs: readonly Uint8Array[]): Promise<string[]> {
  await mkdir(scratch, { recursive: true })
  const name = 'load-btf'
  const directory = fileURLToPath(new URL(`./${name}`, import.meta.url))
  const flags = ['-O2', '-Wall', '-D_GNU_SOURCE', '-static']
  const program = await compileProgram({ name, directory, flags, arch: x86_64 })
  const carrier = must((await modulesOf(kernel)).find(path => path.includes(`/${CARRIER}.ko`)))
  const script = `/kcarve/${name} /${CARRIER}.ko ${CARRIER} /btfs\n`
  const initramfs = join(scratch, 'initramfs')
  const entry = (path: string, data: Uint8Array) => ({ type: 'file' as const, path, mode: 0o755, data })
  await writeFile(
    initramfs,
    await buildInitramfs({
      arch: x86_64,
      extra: [
        entry(`kcarve/${name}`, await readFile(program)),
        entry(`kcarve/dumps/${name}.sh`, Buffer.from(script)),
        entry(`${CARRIER}.ko`, (await elfOf(carrier)).bytes),
        entry('btfs', packed(btfs)),
      ],
    }),
  )
  const booted = await bootKernel({
    arch: x86_64,
    kernel: kernel.vmlinuz,
    initramfs,
    memoryMiB: 1024,
    guest: { before: [name] },
    deadlineMs: 20 * 60_000,
    silenceMs: 10 * 60_000,
    logPath: join(scratch, 'console.log'),
  })
  expect(booted).toMatchObject({ outcome: 'completed' })
  return must(booted.texts.get(name)).trim().split('\n')
}

test.for(PAIRS)(
  'the crypto modules of %s: %s says of their BTF what kcarve says',
  { timeout: 30 * 60_000 },
  async ([older, newer], context) => {
    const [from, to] = await Promise.all([debianKernel(older), debianKernel(newer)])
    if (from === undefined || to === undefined) return context.skip(`the mirror lacks ${older} or ${newer}`)
    const base = readBtf(await btfOf(to.vmlinuz))
    const rules = rulesOfKernel(base)
    expect(kernelRefusal(base.bytes, { rules })).toBeUndefined()
    const [foreign, own] = [await modulesOf(from), await modulesOf(to)]
    const btfs: Uint8Array[] = []
    for (const path of [...foreign, ...own]) btfs.push(await btfOf(path))
    btfs.push(...damaged(btfs.slice(foreign.length)))
    const refusals = btfs.map(bytes => kernelRefusal(bytes, { base, rules }))
    const answers = await asked(to, btfs)
    expect(answers.map(answer => answer.split(' ')[0])).toEqual(
      refusals.map(refusal => (refusal === undefined ? 'taken' : 'refused')),
    )
    const logged = answers.map(answer => answer.replace(/^(?:taken|refused) ?(?:\\x09)?/, ''))
    logged.forEach((reason, index) => {
      // Where the kind of a type makes no sense, its number is all that is said before the reason.
      const { type, reason: told } = refusals[index] ?? {}
      if (reason !== '') expect([told, `[${type?.id}] ${told}`]).toContain(reason)
    })
    const count = (from: number, to?: number) =>
      refusals.slice(from, to).filter(refusal => refusal !== undefined).length
    const [ofForeign, ofDamaged] = [count(0, foreign.length), count(foreign.length + own.length)]
    console.log(
      `${older} to ${newer}: ${ofForeign} of ${foreign.length} refused, ${ofDamaged} of ${DAMAGED} damaged ones`,
    )
    expect(ofForeign).toBeGreaterThan(0)
    expect(count(foreign.length, foreign.length + own.length)).toBe(0)
    expect(ofDamaged).toBeGreaterThan(DAMAGED / 4)
    expect(ofDamaged).toBeLessThan(DAMAGED)
  },
)
