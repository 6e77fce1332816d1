// SPDX-License-Identifier: GPL-2.0-only
import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { FormatError, ToolError } from '../core/errors.js'
import { inFile } from '../core/in-file.js'
import {
  type Btf,
  type BtfRefusal,
  kernelRefusal,
  NOTHING_KNOWN,
  readBtf,
  refusalText,
  rulesOfKernel,
} from '../formats/btf/index.js'
import { type DotConfig, readDotConfig, tristate } from '../formats/dot-config/index.js'
import { readElf, sectionData, sectionNamed } from '../formats/elf/index.js'
import type { Objtree } from './objtree.js'

/**
 * Validates the BTF of a finished build as its kernel will: that of vmlinux, and over it that of all modules and of `more`
 * files, relative to the build directory. Does nothing without CONFIG_DEBUG_INFO_BTF. What only some kernels refuse passes when
 * it cannot be seen which this one is. Throws ToolError naming file, type, reason and remedy for the first that the kernel
 * would refuse, and FormatError for a damaged file.
 */
export async function mustTakeBtf(
  built: Pick<Objtree, 'objtree' | 'config' | 'vmlinux' | 'modulesOrder'>,
  more: readonly string[] = [],
): Promise<void> {
  const config = readDotConfig(await readFile(built.config, 'utf8').catch(() => ''))
  if (tristate(config, 'DEBUG_INFO_BTF') !== 'y') return
  const kernel = await btfIn(built.vmlinux)
  if (kernel === undefined) return
  const base = readable(kernel)
  const rules = base?.rules ?? NOTHING_KNOWN
  const own = kernelRefusal(kernel, { rules })
  if (own?.certain || base === undefined) {
    const what = 'this kernel will refuse its own BTF, and every module that has BTF'
    throw refused(`vmlinux: ${what}`, own, config)
  }
  const order = await readFile(built.modulesOrder, 'utf8').catch(() => '')
  const modules = order.split('\n').filter(Boolean)
  for (const name of new Set([...modules.map(path => path.replace(/\.o$/, '.ko')), ...more])) {
    const bytes = await btfIn(join(built.objtree, name))
    const refusal = bytes && kernelRefusal(bytes, { base: base.btf, rules })
    if (refusal?.certain) throw refused(`${name}: this kernel will refuse its BTF`, refusal, config)
  }
}

/** The .BTF section of a file; undefined when there is none, or no such file. */
async function btfIn(path: string): Promise<Uint8Array | undefined> {
  const bytes = await readFile(path).catch(() => undefined)
  return (
    bytes &&
    inFile(path, () => {
      const elf = readElf(bytes)
      const section = sectionNamed(elf, '.BTF')
      return section && sectionData(elf, section)
    })
  )
}

/** Undefined for what cannot even be read; then it is refused as well. */
function readable(kernel: Uint8Array): { btf: Btf; rules: ReturnType<typeof rulesOfKernel> } | undefined {
  try {
    const btf = readBtf(kernel)
    return { btf, rules: rulesOfKernel(btf) }
  } catch (error) {
    if (error instanceof FormatError) return undefined
    throw error
  }
}

function refused(what: string, refusal: BtfRefusal | undefined, config: DotConfig): ToolError {
  const version = /^(\d+)(\d\d)$/.exec(config.get('PAHOLE_VERSION')?.value ?? '')
  const made = version === null ? 'pahole' : `pahole ${version[1]}.${version[2]}`
  return new ToolError(
    refusal === undefined ? `${what}: it is damaged` : `${what}: ${refusalText(refusal)}`,
    {
      hint: `${made} made it: build with another version of pahole, or without CONFIG_DEBUG_INFO_BTF`,
    },
  )
}
