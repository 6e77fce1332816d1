// SPDX-License-Identifier: GPL-2.0-only
import { createHash } from 'node:crypto'
import { readdir, readFile } from 'node:fs/promises'
import { join, relative } from 'node:path'
import { inFile } from '../../src/core/in-file.js'
import { excess } from '../../src/core/multiset.js'
import { runCommand } from '../../src/core/run-command.js'
import { compareCompiled } from '../../src/elf-diff/index.js'
import { ELFCLASS64, isElf, readElf } from '../../src/formats/elf/index.js'

export interface ComparedBuilds {
  /** Objects that both builds have. */
  readonly compared: number
  /** A line each. */
  readonly differences: readonly string[]
}

/** Compares the objects of two builds. Linked objects are left out: their parts are compared already. */
export async function compareBuilds(before: string, after: string): Promise<ComparedBuilds> {
  const [mine, theirs] = [await objectFiles(before), await objectFiles(after)]
  const differences = [
    ...excess(mine, theirs).map(path => `${path} is missing`),
    ...excess(theirs, mine).map(path => `${path} is new`),
  ]
  const inTheirs = new Set(theirs)
  const both = mine.filter(path => inTheirs.has(path))
  for (const path of both) {
    const places = await differing(join(before, path), join(after, path))
    if (places.length > 0) differences.push(`${path} differs in ${places.join(', ')}`)
  }
  return { compared: both.length, differences }
}

async function differing(before: string, after: string): Promise<readonly string[]> {
  const [a, b] = [await readFile(before), await readFile(after)]
  if (a.equals(b)) return []
  if (isElf64(a) && isElf64(b)) return inFile(before, () => compareCompiled(readElf(a), readElf(b)))
  return (await dumpOf(before)) === (await dumpOf(after)) ? [] : ['its contents']
}

const isElf64 = (bytes: Uint8Array) => isElf(bytes) && bytes[4] === ELFCLASS64

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
async function objectFiles(objtree: string): Promise<string[]> {
  const entries = await readdir(objtree, { recursive: true, withFileTypes: true })
  return entries
    .filter(entry => entry.isFile() && entry.name.endsWith('.o'))
    .map(entry => join(relative(objtree, entry.parentPath), entry.name))
    .filter(
      path =>
        !/^(?:scripts|tools)\/|^vmlinux\.o$|\/boot\/(?:compressed\/piggy|header)\.o$|(?:^|\/)\.[^/]*$/.test(
          path,
        ),
    )
    .sort()
}
