// SPDX-License-Identifier: GPL-2.0-only
import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { readElf, symbolNamed } from '../../../src/formats/elf/index.js'

/** How to boot so that QEMU logs each entry into some functions of vmlinux. */
export interface ExecutionLog {
  readonly qemuArgs: readonly string[]
  /** Words of the kernel command line: functions must be where the file has them. */
  readonly append: readonly string[]
  /** The names in the order of execution. */
  readonly executed: () => Promise<readonly string[]>
}

/** Where in a boot a redirect was called, and what it led to: the twin, or else the module. */
const landmarks = (redirected: string) => [
  'start_kernel',
  'fips140_load',
  `__wrap_${redirected}`,
  `fips140_early_${redirected}`,
]

/** Logs calls of a redirected function, in a build directory. What vmlinux does not define is not logged. */
export async function executionLog(build: string, redirected: string, path: string): Promise<ExecutionLog> {
  const elf = readElf(await readFile(join(build, 'vmlinux')))
  const names = new Map(
    landmarks(redirected).flatMap(name => {
      const address = symbolNamed(elf, name)?.st_value
      return address === undefined ? [] : [[address.toString(16), name] as const]
    }),
  )
  // A function is entered at the start of a translated block. QEMU logs every execution only of blocks that are not chained.
  const filter = [...names.keys()].map(address => `0x${address}+1`).join(',')
  return {
    qemuArgs: ['-d', 'exec,nochain', '-dfilter', filter, '-D', path],
    append: ['nokaslr'],
    executed: async () => {
      const lines = (await readFile(path, 'utf8')).split('\n')
      const found = lines.flatMap(
        line => names.get(/\[[0-9a-f]+\/([0-9a-f]{16})\//.exec(line)?.[1] ?? '') ?? [],
      )
      // An interrupt ends a block before its first instruction, and QEMU logs it once more.
      return found.filter((name, index) => name !== found[index - 1])
    },
  }
}
