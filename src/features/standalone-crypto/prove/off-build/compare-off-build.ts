// SPDX-License-Identifier: GPL-2.0-only
import { createHash } from 'node:crypto'
import { readdir, readFile } from 'node:fs/promises'
import { join, relative } from 'node:path'
import { type Check, checkOf, counted } from '../../../../checks/check.js'
import { FormatError } from '../../../../core/errors.js'
import { excess } from '../../../../core/multiset.js'
import { runCommand } from '../../../../core/run-command.js'
import { ELFCLASS64, isElf, readElf } from '../../../../formats/elf/index.js'
import { differingSections } from './compare-elf.js'

/**
 * Whether a carved tree that is built with the option off gives the objects of stock. Linked objects, whose parts are
 * compared already, are left out.
 */
export async function compareOffBuild(stockObjDir: string, offObjDir: string): Promise<Check> {
  const [stock, off] = [await objectFiles(stockObjDir), await objectFiles(offObjDir)]
  const differences = [
    ...excess(stock, off).map(path => `${path} is missing`),
    ...excess(off, stock).map(path => `${path} is new`),
  ]
  const inOff = new Set(off)
  const both = stock.filter(path => inOff.has(path))
  for (const path of both) {
    const sections = await differing(join(stockObjDir, path), join(offObjDir, path))
    if (sections.length > 0) differences.push(`${path} differs in ${sections.join(', ')}`)
  }
  const evidence = both.length === 0 ? [] : [`${counted(both.length, 'object')} compared by contents`]
  return checkOf('option off', 'with the option off the tree builds as stock', { evidence, differences })
}

async function differing(stock: string, off: string): Promise<readonly string[]> {
  const [a, b] = [await readFile(stock), await readFile(off)]
  if (a.equals(b)) return []
  if (isElf64(a) && isElf64(b)) return inFile(stock, () => differingSections(readElf(a), readElf(b)))
  return (await dumpOf(stock)) === (await dumpOf(off)) ? [] : ['its contents']
}

const isElf64 = (bytes: Uint8Array) => isElf(bytes) && bytes[4] === ELFCLASS64

function inFile<T>(path: string, read: () => T): T {
  try {
    return read()
  } catch (error) {
    throw error instanceof FormatError ? error.inFile(path) : error
  }
}

/**
 * Contents and relocations of an object that is not for 64 bits: x86 has some for the way it starts. What the assembler
 * says there for debuggers names the directories of the build.
 */
async function dumpOf(path: string): Promise<string> {
  const hash = createHash('sha256')
  let isDebug = false
  await runCommand('objdump', ['-s', '-r', path], {
    installHint: 'apt-get install binutils',
    onLine: line => {
      const section = /^(?:Contents of section |RELOCATION RECORDS FOR \[)([^\]:]+)/.exec(line)?.[1]
      if (section !== undefined) isDebug = section.startsWith('.debug')
      // The heading names the file.
      if (!isDebug && !line.includes('file format')) hash.update(`${line.trim()}\n`)
    },
  })
  return hash.digest('hex')
}

/** Paths relative to the build directory; tools of the build, and what is linked from objects or made of that, left out. */
async function objectFiles(objDir: string): Promise<string[]> {
  const entries = await readdir(objDir, { recursive: true, withFileTypes: true })
  return entries
    .filter(entry => entry.isFile() && entry.name.endsWith('.o'))
    .map(entry => join(relative(objDir, entry.parentPath), entry.name))
    .filter(
      path =>
        !/^(?:scripts|tools)\/|^vmlinux\.o$|\/boot\/(?:compressed\/piggy|header)\.o$|(?:^|\/)\.[^/]*$/.test(
          path,
        ),
    )
    .sort()
}
