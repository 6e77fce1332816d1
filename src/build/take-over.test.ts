// SPDX-License-Identifier: GPL-2.0-only
import { mkdir, readdir, readFile, rm, stat, symlink, utimes, writeFile } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { beforeEach, expect, test } from 'vitest'
import { scratch } from '../formats/testing/scratch.js'
import { takeOver } from './take-over.js'

const directory = scratch()
const trees = (name: string) => ({ objtree: join(directory, `${name}-obj`), srctree: join(directory, name) })
// The path of one begins with that of the other, as those of trees in the cache do.
const [from, to] = [trees('linux'), trees('linux-stock')]
const finished = ['vmlinux']

async function put(path: string, text: string) {
  await mkdir(dirname(path), { recursive: true })
  await writeFile(path, text)
}

const dotCmd = (name: string) =>
  `savedcmd_${name}.o := gcc -I${from.srctree}/include -fmacro-prefix-map=${from.srctree}/= -I${from.objtree}/tools -c -o ${name}.o ${from.srctree}/${name}.c\n` +
  `source_${name}.o := ${from.srctree}/${name}.c\n` +
  `deps_${name}.o := \\\n    $(wildcard include/config/NET) \\\n  ${from.srctree}/include/common.h \\\n  include/generated/x.h \\\n`

beforeEach(async () => {
  for (const path of await readdir(directory)) await rm(join(directory, path), { recursive: true })
  for (const { srctree } of [from, to]) {
    for (const name of ['same.c', 'edited.c', 'include/common.h']) await put(join(srctree, name), name)
  }
  await put(join(to.srctree, 'edited.c'), 'other')
  for (const name of ['same', 'edited']) {
    await put(join(from.objtree, `${name}.o`), `object of ${name}`)
    await put(join(from.objtree, `.${name}.o.cmd`), dotCmd(name))
  }
  for (const name of ['include/config/auto.conf', '.config', '.version', 'Makefile', 'vmlinux'])
    await put(join(from.objtree, name), 'of the first')
  await symlink(from.srctree, join(from.objtree, 'source'))
  await symlink(join(from.srctree, 'same.c'), join(from.objtree, 'link'))
  await mkdir(join(from.objtree, 'empty'))
  await put(join(to.objtree, '.config'), 'of the second')
  // Configured before the other was built.
  await utimes(join(to.objtree, '.config'), new Date('2020-01-01'), new Date('2020-01-01'))
})

const text = (path: string) => readFile(join(to.objtree, path), 'utf8').catch(() => undefined)

test('an object is believed only where all its sources are the same', async () => {
  const time = new Date('2020-01-01')
  await utimes(join(from.objtree, 'same.o'), time, time)
  expect(await takeOver(from, to, { finished })).toBe(true)
  expect(await text('.same.o.cmd')).toBe(
    dotCmd('same').replaceAll(from.objtree, to.objtree).replaceAll(`${from.srctree}/`, `${to.srctree}/`),
  )
  expect(await text('.edited.o.cmd')).toBeUndefined()
  expect(await text('same.o')).toBe('object of same')
  expect((await stat(join(to.objtree, 'same.o'))).mtime).toEqual(time)
  expect(await readFile(join(to.objtree, 'link'), 'utf8')).toBe('same.c')
})

test('and sources that differ by a macro are the same to what is compiled without it', async () => {
  await put(join(to.srctree, 'include/common.h'), '#ifdef OURS\nours\n#endif\ninclude/common.h\n')
  await put(join(from.objtree, '.ours.o.cmd'), dotCmd('same').replace('-c', '-DOURS -c'))
  await takeOver(from, to, { finished, guards: ['OURS'] })
  expect(await text('.same.o.cmd')).toBeDefined()
  expect(await text('.ours.o.cmd')).toBeUndefined()
})

test('empty directories are there as well', async () => {
  await takeOver(from, to, { finished })
  expect((await stat(join(to.objtree, 'empty'))).isDirectory()).toBe(true)
})

test('what each build has of its own, and what tells that it is finished, is left', async () => {
  await takeOver(from, to, { finished })
  expect(await text('.config')).toBe('of the second')
  expect(await text('include/config/auto.conf')).toBe('of the first')
  const [options, config] = [
    await stat(join(to.objtree, 'include/config/auto.conf')),
    await stat(join(to.objtree, '.config')),
  ]
  expect(options.mtimeMs).toBeLessThan(config.mtimeMs)
  for (const path of ['.version', 'Makefile', 'vmlinux', 'source']) expect(await text(path)).toBeUndefined()
})

test('a build that was configured, and no more, is not there yet', async () => {
  await put(join(to.objtree, 'include/config/auto.conf'), 'of the second')
  await put(join(to.objtree, 'scripts/kconfig/.conf.o.cmd'), '')
  expect(await takeOver(from, to, { finished })).toBe(true)
  expect(await text('include/config/auto.conf')).toBe('of the first')
})

test('a build that is there is completed as it is, and of none there is nothing to take', async () => {
  await put(join(to.objtree, 'include/config/auto.conf'), '')
  await put(join(to.objtree, 'init/.main.o.cmd'), '')
  expect(await takeOver(from, to, { finished })).toBe(false)
  for (const name of ['include', 'init']) await rm(join(to.objtree, name), { recursive: true })
  expect(await takeOver({ ...from, objtree: join(directory, 'none') }, to, { finished })).toBe(false)
  expect(await takeOver({ ...from, srctree: from.objtree }, to, { finished })).toBe(false)
  expect(await readdir(to.objtree)).toEqual(['.config'])
})

test('an interrupted one leaves nothing that is believed, and is done again', async () => {
  await put(join(to.objtree, '.same.o.cmd'), 'of an earlier attempt')
  await expect(takeOver(from, to, { finished, signal: AbortSignal.abort() })).rejects.toThrow()
  expect((await readdir(to.objtree)).filter(name => name.endsWith('.cmd'))).toEqual([])
  expect(await takeOver(from, to, { finished })).toBe(true)
})
