// SPDX-License-Identifier: GPL-2.0-only
import { execFile } from 'node:child_process'
import { mkdir, readdir, readFile, writeFile } from 'node:fs/promises'
import { availableParallelism } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { beforeAll, describe, expect, inject, test } from 'vitest'
import { kcarve } from '../kcarve.js'
import { compareBuilds } from './compare-builds.js'

// An applied tree builds like any other; kcarve is not needed.
const run = promisify(execFile)
const FRAGMENT = 'configs/small-x86_64.config'

const wrapper = process.env.KCARVE_TEST_CC_WRAPPER
const env = { XDG_CACHE_HOME: inject('cacheHome') }

describe.each(['linux-source-6.12', 'linux-source-6.1'])('%s', source => {
  const scratch = join(env.XDG_CACHE_HOME, 'plain-make', source)
  const tree = join(scratch, source)
  const [stock, off, carved] = ['stock', 'off', 'carved'].map(name => join(scratch, name)) as [
    string,
    string,
    string,
  ]

  beforeAll(async () => {
    await mkdir(scratch, { recursive: true })
    await run('tar', ['-xf', `/usr/src/${source}.tar.xz`, '-C', scratch])
  })

  /** What make prints. */
  async function make(...targets: string[]): Promise<string> {
    const compiler = wrapper === undefined ? [] : [`CC=${wrapper} gcc`]
    const options = ['-C', tree, `O=${carved}`, `-j${availableParallelism()}`, ...compiler]
    const { stdout } = await run('make', [...options, ...targets], { maxBuffer: 1 << 28 })
    return stdout
  }

  /** Recipes that kbuild runs, less its own checks. */
  const steps = (output: string) =>
    output
      .split('\n')
      .filter(
        line => /^ {2}[A-Z]+ /.test(line) && !/^ {2}(?:CALL|DESCEND|INSTALL|GEN {5}Makefile)/.test(line),
      )

  async function buildStock(objtree: string) {
    const withWrapper = wrapper === undefined ? [] : ['--cc-wrapper', wrapper]
    const args = ['build', tree, '--stock', '-o', objtree, '--quiet', ...withWrapper]
    expect(await kcarve(args, { env })).toMatchObject({ exitCode: 0, stderr: '' })
  }

  test('with the option off every object is that of the stock kernel', async () => {
    await buildStock(stock)
    expect(await kcarve(['apply', tree, '--quiet'], { env })).toMatchObject({ exitCode: 0 })
    await buildStock(off)
    const { differences, compared } = await compareBuilds(stock, off)
    expect(differences).toEqual([])
    expect(compared).toBeGreaterThan(100)
  })

  test('make vmlinux, as the very first target, makes the module that it carries', async () => {
    await make('tinyconfig')
    const config = join(carved, '.config')
    const lines = [
      await readFile(config, 'utf8'),
      await readFile(FRAGMENT, 'utf8'),
      'CONFIG_CRYPTO_FIPS140_EXTMOD=y\n',
    ]
    await writeFile(config, lines.join('\n'))
    await make('olddefconfig')
    await make('vmlinux')
    expect(await readdir(join(carved, 'crypto/fips140'))).toContain('fips140.ko')
  })

  test('make goes on from there, and has nothing to do when it is called again', async () => {
    await make()
    expect(steps(await make())).toEqual([])
  })

  test('the module is installed beside the others, and depmod finds no fault', async () => {
    const root = join(scratch, 'root')
    await make('modules_install', `INSTALL_MOD_PATH=${root}`)
    const [release] = await readdir(join(root, 'lib/modules'))
    const files = await readdir(join(root, 'lib/modules', release ?? '', 'kernel'), { recursive: true })
    expect(files).toContain('crypto/serpent_generic.ko')
    const { stderr } = await run('/sbin/depmod', [
      '-e',
      '-F',
      join(carved, 'System.map'),
      '-b',
      root,
      release ?? '',
    ])
    expect(stderr).toBe('')
  })

  test('a change in crypto reaches module and image, and nothing else is compiled', async () => {
    await run('touch', [join(tree, 'crypto/gcm.c')])
    const made = steps(await make())
    const compiled = made.filter(
      line => /^ {2}CC /.test(line) && !/version|\.mod\.|fips140|boot\/compressed/.test(line),
    )
    expect(compiled).toEqual(['  CC [M]  crypto/gcm.o'])
    expect(made.join('\n')).toMatch(/LD \[M\] {2}crypto\/fips140\/fips140\.ko[\s\S]* LD {6}vmlinux/)
  })

  test('make mrproper leaves no file', async () => {
    await make('mrproper')
    const entries = await readdir(carved, { recursive: true, withFileTypes: true })
    const files = entries.filter(entry => !entry.isDirectory()).map(({ name }) => name)
    expect(files.sort()).toEqual(['.gitignore', 'Makefile', 'source'])
  })
})
