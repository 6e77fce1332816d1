// SPDX-License-Identifier: GPL-2.0-only
import { readFile } from 'node:fs/promises'
import { readSymvers } from '../../src/formats/symvers/index.js'

/** What a Module.symvers says that vmlinux exports, by name, in the form in which an image tells it. */
export const listedExports = async (symvers: string) =>
  readSymvers(await readFile(symvers, 'utf8'))
    .filter(({ module }) => module === 'vmlinux')
    .map(({ symbol, crc, namespace, exportType }) => ({
      name: symbol,
      gpl: exportType === 'EXPORT_SYMBOL_GPL',
      namespace,
      crc,
    }))
    .sort((a, b) => (a.name < b.name ? -1 : 1))
