// SPDX-License-Identifier: GPL-2.0-only
import { FormatError } from '../../core/errors.js'
import { linesOf } from '../lines/index.js'

export interface BuiltinModule {
  /** As lsmod and modprobe spell it, with underscores. */
  readonly name: string
  /** As in the file, such as `kernel/crypto/ctr.ko`. */
  readonly path: string
}

/** Reads modules.builtin, or a modules.order with `.ko` or `.o` names; throws FormatError, whose offset is in characters, for other lines. */
export function readModulesBuiltin(text: string): readonly BuiltinModule[] {
  const modules: BuiltinModule[] = []
  for (const { text: path, offset } of linesOf(text)) {
    if (path === '') continue
    if (!/[^/]\.k?o$/.test(path)) {
      throw new FormatError(`${JSON.stringify(path.slice(0, 80))} is not the path of a module`, {
        offset,
        field: 'path',
      })
    }
    modules.push({ name: moduleName(path), path })
  }
  return modules
}

/** The name of a module from its path, file name or other spelling: `crypto/sha256-generic.ko.xz` is `sha256_generic`. */
export function moduleName(path: string): string {
  const file = path.slice(path.lastIndexOf('/') + 1)
  return file.replace(/\.k?o(?:\.(?:gz|xz|zst))?$/, '').replaceAll('-', '_')
}
