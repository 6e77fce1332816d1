// SPDX-License-Identifier: GPL-2.0-only
import { createHash } from 'node:crypto'
import type { DotCmd } from '../../../formats/dot-cmd/index.js'
import { isElf, isUndefined, readElf, STB_LOCAL, symbols } from '../../../formats/elf/index.js'
import { registrationsIn } from './registrations.js'
import type { CarvedObject } from './service-facts.js'

export interface ObjectFiles {
  /** The object itself. */
  readonly bytes: Buffer | undefined
  /** What kbuild kept of how it was made. */
  readonly command: DotCmd | undefined
  /** What to call a source, which may be relative to a directory that is no longer known. */
  readonly nameSource: (source: string) => string
}

/** An object of a module; throws FormatError when it is damaged. Of link time optimisation's bitcode only the source is known. */
export function carvedObject(path: string, { bytes, command, nameSource }: ObjectFiles): CarvedObject {
  return {
    path,
    source: command?.source === undefined ? null : nameSource(command.source),
    modname: command === undefined ? null : modnameIn(command.command),
    contents: bytes === undefined || !isElf(bytes) ? undefined : contentsOf(bytes),
  }
}

function contentsOf(bytes: Buffer): CarvedObject['contents'] {
  const elf = readElf(bytes)
  const shared = symbols(elf).filter(({ index, st_bind }) => index > 0 && st_bind !== STB_LOCAL)
  return {
    sha256: createHash('sha256').update(bytes).digest('hex'),
    registrations: registrationsIn(elf),
    defines: new Set(shared.filter(symbol => !isUndefined(symbol)).map(({ name }) => name)),
    uses: new Set(shared.filter(isUndefined).map(({ name }) => name)),
  }
}

/** Of a command that compiles C; that of assembler has none. */
const modnameIn = (command: string): string | null =>
  /-DKBUILD_MODNAME='?"?([\w-]+)/.exec(command)?.[1] ?? null
