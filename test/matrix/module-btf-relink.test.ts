// SPDX-License-Identifier: GPL-2.0-only
import { execFile } from 'node:child_process'
import { appendFile, cp, mkdir, readdir, readFile, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { afterAll, beforeAll, describe, expect, inject, test } from 'vitest'
import { readElf, sectionData, sectionNamed } from '../../src/formats/elf/index.js'
import { kcarve } from '../kcarve.js'
import { bootFailures, startCarved } from './carved-kernel.js'
import { makeSteps } from './make-steps.js'

const run = promisify(execFile)
const env = { XDG_CACHE_HOME: inject('cacheHome') }
const RECIPE = ['--recipe', 'module-btf-relink', '--quiet']
const KFUNCS = 'test/matrix/kfuncs'
const MODULES = ['CRC7', 'CRC8', 'TEST_UUID', 'TEST_BITMAP']
// include/linux/btf.h: KF_ACQUIRE, KF_RELEASE, KF_SLEEPABLE.
const DECLARED = { kfuncs_acquire: 1, kfuncs_release: 2, kfuncs_sleep: 32 }

let changes = 0
/** A type and a variable more in vmlinux: the types of every module move on. */
const changeVmlinux = (tree: string) =>
  appendFile(
    join(tree, 'init/main.c'),
    `struct change_${++changes} { long a[${changes}]; } change_${changes};\n`,
  )

const modulesOf = async (objtree: string) =>
  (await readdir(objtree, { recursive: true })).filter(path => path.endsWith('.ko')).sort()

const linked = (steps: readonly string[]) => madeBy('LD', steps)
const typed = (steps: readonly string[]) => madeBy('BTF', steps)
const madeBy = (command: string, steps: readonly string[]) =>
  steps.flatMap(step => new RegExp(`^ {2}${command} +\\[M\\] +(\\S+\\.ko)$`).exec(step)?.[1] ?? []).sort()

/** The module's BTF in words, on that of vmlinux. Fails where bpftool cannot make sense of it. */
async function typesOf(objtree: string, module: string): Promise<string> {
  const dump = ['-B', join(objtree, 'vmlinux'), 'btf', 'dump', 'file', join(objtree, module), 'format', 'raw']
  return (await run('bpftool', dump, { maxBuffer: 1 << 28 })).stdout
}

/** The flags that the kernel will find for each kfunc of the set in .BTF_ids: a BTF_SET8 is a count, flags, and pairs. */
async function kfuncFlags(objtree: string, module: string): Promise<Record<string, number>> {
  const elf = readElf(await readFile(join(objtree, module)))
  const section = sectionNamed(elf, '.BTF_ids')
  const set = Buffer.from(section === undefined ? [] : sectionData(elf, section))
  const names = new Map(
    [...(await typesOf(objtree, module)).matchAll(/^\[(\d+)\] FUNC '(\w+)'/gm)].map(([, id, name = '']) => [
      Number(id),
      name,
    ]),
  )
  const pairs = Array.from({ length: set.readUInt32LE(0) }, (_, index) => 8 + 8 * index)
  return Object.fromEntries(
    pairs.map(at => [names.get(set.readUInt32LE(at)) ?? '', set.readUInt32LE(at + 4)]),
  )
}

describe.each(['linux-source-6.12', 'linux-source-6.1'])('%s', source => {
  const scratch = join(env.XDG_CACHE_HOME, 'module-btf-relink', source)
  const [tree, objtree, outside] = [source, 'objtree', 'outside'].map(name => join(scratch, name)) as [
    string,
    string,
    string,
  ]
  let modules: string[]
  const make = (...args: string[]) => makeSteps(tree, `O=${objtree}`, ...args)

  beforeAll(async () => {
    await mkdir(scratch, { recursive: true })
    await run('tar', ['-xf', `/usr/src/${source}.tar.xz`, '-C', scratch])
    await cp(join(KFUNCS, 'kfuncs.c'), join(tree, 'lib/kfuncs.c'))
    await appendFile(join(tree, 'lib/Makefile'), 'obj-m += kfuncs.o\n')
    await make('tinyconfig')
    await appendFile(
      join(objtree, '.config'),
      [
        'CONFIG_64BIT=y\nCONFIG_PRINTK=y\nCONFIG_MODULES=y\nCONFIG_DEBUG_KERNEL=y\nCONFIG_RUNTIME_TESTING_MENU=y\n',
        ...MODULES.map(name => `CONFIG_${name}=m\n`),
        await readFile('test/matrix/btf.config', 'utf8'),
      ].join(''),
    )
    await make('olddefconfig')
    await make('vmlinux', 'modules')
    modules = await modulesOf(objtree)
    expect(modules).toContain('lib/kfuncs.ko')
    expect(modules.length).toBeGreaterThan(MODULES.length)
  })
  afterAll(() => rm(scratch, { recursive: true, force: true }))

  test('the stock tree gives modules BTF in place, and a kfunc the flags of another', async () => {
    expect(await kfuncFlags(objtree, 'lib/kfuncs.ko')).toEqual(DECLARED)
    await changeVmlinux(tree)
    const steps = await make('vmlinux', 'modules')
    expect([linked(steps), typed(steps)]).toEqual([[], modules])
    expect(await kfuncFlags(objtree, 'lib/kfuncs.ko')).not.toEqual(DECLARED)
  })

  test('a newer vmlinux links every module again, once, and gives it BTF', async () => {
    expect(await kcarve(['apply', tree, ...RECIPE], { env })).toMatchObject({ exitCode: 0, stderr: '' })
    await changeVmlinux(tree)
    const steps = await make('vmlinux', 'modules')
    expect([linked(steps), typed(steps)]).toEqual([modules, modules])
    expect(await make('vmlinux', 'modules')).toEqual([])
    for (const module of modules) await typesOf(objtree, module)
    expect(await kfuncFlags(objtree, 'lib/kfuncs.ko')).toEqual(DECLARED)
  })

  test('so does make modules alone', async () => {
    await changeVmlinux(tree)
    const steps = await make('modules')
    expect([linked(steps), typed(steps)]).toEqual([modules, modules])
    expect(await make('modules')).toEqual([])
    expect(await make('vmlinux', 'modules')).toEqual([])
  })

  test('a module built out of the tree is at rest, whatever vmlinux is', async () => {
    await cp(KFUNCS, outside, { recursive: true })
    const steps = await make(`M=${outside}`, 'modules')
    expect([linked(steps), typed(steps)]).toEqual([
      [join(outside, 'kfuncs.ko')],
      [join(outside, 'kfuncs.ko')],
    ])
    expect(await make(`M=${outside}`, 'modules')).toEqual([])
    await run('touch', [join(objtree, 'vmlinux')])
    expect(await make(`M=${outside}`, 'modules')).toEqual([])
  })

  test('the tree is as it was when the recipe is taken off', async () => {
    const modfinal = 'scripts/Makefile.modfinal'
    await kcarve(['revert', tree, ...RECIPE], { env })
    const args = ['-xf', `/usr/src/${source}.tar.xz`, '-O', `${source}/${modfinal}`]
    expect(await readFile(join(tree, modfinal), 'utf8')).toBe((await run('tar', args)).stdout)
  })
})

describe('with standalone-crypto', () => {
  const FIPS140 = 'crypto/fips140/fips140.ko'
  let [tree, build] = ['', '']
  let main = ''

  beforeAll(async () => {
    ;({ tree, build } = await startCarved('btf'))
    main = await readFile(join(tree, 'init/main.c'), 'utf8')
    expect(await kcarve(['apply', tree, ...RECIPE], { env })).toMatchObject({ exitCode: 0, stderr: '' })
    // Its compiler for programs of the build is another than that of kcarve.
    await makeSteps(build)
  })
  // Other tests use this build.
  afterAll(async () => {
    await writeFile(join(tree, 'init/main.c'), main)
    await kcarve(['revert', tree, ...RECIPE], { env })
  })

  test('make has nothing to do when it is called again', async () => {
    expect(await makeSteps(build)).toEqual([])
  })

  for (const [what, change, isSame] of [
    ['code', 'int change;\n', true],
    ['types', 'struct change { long a[99]; } changed;\n', false],
  ] as const) {
    test(`other ${what} in vmlinux link all modules again but the one that it carries`, async () => {
      const before = await readFile(join(build, FIPS140))
      const others = (await modulesOf(build)).filter(path => !path.startsWith('crypto/fips140/'))
      expect(others.length).toBeGreaterThan(2)
      await appendFile(join(tree, 'init/main.c'), change)
      const steps = await makeSteps(build)
      expect([linked(steps), typed(steps)]).toEqual([others, others])
      // It got its BTF while vmlinux was linked.
      expect((await readFile(join(build, FIPS140))).equals(before)).toBe(isSame)
      expect(await typesOf(build, FIPS140)).toMatch(/FUNC 'crypto_alloc_shash'/)
      expect(await makeSteps(build)).toEqual([])
    })
  }

  test('the kernel boots in both modes', async () => {
    expect(await bootFailures(build)).toEqual([])
    expect(await bootFailures(build, '--fips')).toEqual([])
  })
})
