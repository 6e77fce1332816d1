// SPDX-License-Identifier: GPL-2.0-only
import { readFile } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { inField } from '../../core/in-file.js'
import { moduleContracts } from '../../features/registry.js'
import { type Btf, readBtf } from '../../formats/btf/index.js'
import { type DotConfig, readDotConfig } from '../../formats/dot-config/index.js'
import { type Elf, sectionData, sectionNamed } from '../../formats/elf/index.js'
import { archOf, exportsOf, linuxBanner, moduleLayout } from '../../image/index.js'
import type { KernelExport, KernelFacts } from './kernel-facts.js'
import { vermagicIn } from './vermagic.js'

/** What a vmlinux says of itself, with or without symbols; `path` names the file that it came from, which may be a bzImage. */
export async function imageFacts(path: string, elf: Elf): Promise<KernelFacts> {
  const release = linuxBanner(elf)?.split(' ')[2]
  const carries = carriedBy(elf)
  const [carried] = carries.values()
  return {
    path,
    kind: 'image',
    arch: archOf(elf),
    release,
    vermagic: release === undefined ? undefined : vermagicIn(elf.bytes, release),
    exports: new Map(exportsOf(elf).map(({ name, ...rest }) => [name, vmlinuxExport(rest)])),
    withModules: false,
    btf: btfOf(elf),
    ownModule: carried && moduleLayout(carried.module),
    config: release === undefined ? undefined : await configBeside(path, release),
    features: undefined,
    carries,
  }
}

const vmlinuxExport = (rest: Omit<KernelExport, 'provider'>): KernelExport => ({
  ...rest,
  provider: 'vmlinux',
})

/** The kernel's types; undefined when it has none. */
export function btfOf(elf: Elf): Btf | undefined {
  const section = sectionNamed(elf, '.BTF')
  return section && inField(section.name, () => readBtf(sectionData(elf, section)))
}

/** What a kernel expects of the modules that it carries, by their contracts. */
export const carriedBy = (vmlinux: Elf): KernelFacts['carries'] =>
  new Map(
    moduleContracts.flatMap(contract => {
      const kernel = contract.readKernel(vmlinux)
      return kernel === undefined ? [] : [[contract, kernel] as const]
    }),
  )

/** Distributions install the configuration beside the image. */
async function configBeside(path: string, release: string): Promise<DotConfig | undefined> {
  const text = await readFile(join(dirname(path), `config-${release}`), 'utf8').catch(() => undefined)
  return text === undefined ? undefined : readDotConfig(text)
}
