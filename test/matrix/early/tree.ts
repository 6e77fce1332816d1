// SPDX-License-Identifier: GPL-2.0-only
import { access, copyFile, readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { prepareTree } from '../../../src/chain/tree/prepare-tree.js'
import { chooseSource } from '../../../src/chain/tree/source.js'
import { embeddedFirmware, expecting } from './embedded-firmware.js'

const EARLY_CALL = fileURLToPath(new URL('early-call.c', import.meta.url))
const TOUCHSCREENS = 'drivers/platform/x86/touchscreen_dmi.c'

/** The sources of a kernel line, with early-call.c in them, and a touchscreen that takes our firmware. */
export async function treeWithEarlyCallers(linux: string, cacheDir: string): Promise<string> {
  const { signal } = new AbortController()
  const logPath = (name: string) => join(cacheDir, `early-${name}.log`)
  const source = await chooseSource({ linux }, { cacheDir, signal })
  const { root } = await prepareTree(source, { cacheDir, signal, logPath, suffix: '-early' })
  const copy = join(root, 'init/early-call.c')
  const isThere = await access(copy).then(
    () => true,
    () => false,
  )
  if (isThere) return root
  await edit(join(root, TOUCHSCREENS), text => expecting(embeddedFirmware(), text))
  await edit(join(root, 'init/Makefile'), text => `${text}obj-y += early-call.o\n`)
  await copyFile(EARLY_CALL, copy)
  return root
}

/** Changes a file, or throws when the change is none. Returns what was there. */
export async function edit(path: string, change: (text: string) => string): Promise<string> {
  const before = await readFile(path, 'utf8')
  const after = change(before)
  if (after === before) throw new Error(`${path} has nothing to change`)
  await writeFile(path, after)
  return before
}
