// SPDX-License-Identifier: GPL-2.0-only

import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { CommandError } from '../../../core/errors.js'
import { readAr } from '../../../formats/ar/index.js'
import { isUndefined, readElf, symbols } from '../../../formats/elf/index.js'
import { BUILT, MODULE_NAME } from '../names.js'

const MODPOST = new RegExp(`^ERROR: modpost: "(\\w+)" \\[${BUILT.name}(?:\\.ko)?\\] undefined!`)

/**
 * Of a build that failed because the module needs symbols that vmlinux has and does not export: an error that says so, in
 * one line, with the objects they are in. Any other error as it is.
 */
export async function explainUnexported(error: unknown, objtree: string): Promise<unknown> {
  if (!(error instanceof CommandError)) return error
  const names = error.tail.flatMap(line => MODPOST.exec(line)?.[1] ?? [])
  if (names.length === 0) return error
  const { command, logPath, tail } = error
  const places = await definers(objtree, new Set(names))
  const needs = names.map(name => {
    const place = places.get(name)
    return place === undefined ? name : `${name} of ${place}`
  })
  return new CommandError(
    `${MODULE_NAME}.ko needs what vmlinux does not export: ${needs.join(', ')}`,
    { command, tail, logPath },
    {
      cause: error,
      hint: 'carve what defines it as well, or leave in vmlinux what needs it (--only, --except)',
    },
  )
}

/** The object files of vmlinux that define these symbols, relative to the build directory; without those not found. */
async function definers(objtree: string, names: ReadonlySet<string>): Promise<Map<string, string>> {
  const found = new Map<string, string>()
  const archive = await readFile(join(objtree, 'vmlinux.a')).catch(() => undefined)
  if (archive === undefined) return found
  for (const { name: path } of readAr(archive).members) {
    const bytes = await readFile(join(objtree, path)).catch(() => undefined)
    if (bytes === undefined || ![...names].some(name => bytes.includes(`\0${name}\0`, 0, 'latin1'))) continue
    for (const symbol of symbols(readElf(bytes))) {
      if (names.has(symbol.name) && !isUndefined(symbol)) found.set(symbol.name, path)
    }
  }
  return found
}
