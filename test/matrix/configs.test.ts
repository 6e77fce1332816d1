// SPDX-License-Identifier: GPL-2.0-only
import { join } from 'node:path'
import { describe, expect, inject, test } from 'vitest'
import { architectureNamed } from '../../src/arch/architectures.js'
import { configureKernel } from '../../src/build/index.js'
import { configFile } from '../../src/chain/build/config-choice.js'
import { prepareTree } from '../../src/chain/tree/prepare-tree.js'
import { chooseSource } from '../../src/chain/tree/source.js'
import { type KernelTree, readConfigFile } from '../../src/kernel/index.js'

// Kconfig alone: nothing is compiled.
const cacheDir = join(inject('cacheHome'), 'kcarve')
const CONFIGS = [
  ['small', 'x86_64'],
  ['rich', 'x86_64'],
  ['small', 'arm64'],
  ['distribution', 'x86_64'],
  ['distribution', 'arm64'],
] as const

describe.each(['6.1', '6.12', '7.2', '7.3'])('Linux %s', linux => {
  let tree: Promise<KernelTree> | undefined
  const fetched = async () => {
    const { signal } = new AbortController()
    const logPath = (name: string) => join(cacheDir, `${name}.log`)
    return prepareTree(await chooseSource({ linux }, { cacheDir }), { cacheDir, signal, logPath })
  }

  test.each(CONFIGS)('every option of %s on %s is as asked for', async (choice, name) => {
    tree ??= fetched()
    const arch = architectureNamed(name)
    const config = await readConfigFile(await configFile(choice, arch))
    const objtree = join(cacheDir, 'configs', `${linux}-${choice}-${name}`)
    const { unmet } = await configureKernel({ tree: await tree, objtree, arch, config })
    expect(unmet).toEqual([])
  })
})
