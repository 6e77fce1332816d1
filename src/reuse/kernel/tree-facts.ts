// SPDX-License-Identifier: GPL-2.0-only

import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { findTrees } from '../../build/index.js'
import { UsageError } from '../../core/errors.js'
import { isFile } from '../../core/exists.js'
import { inFile } from '../../core/in-file.js'
import { loadFile } from '../../core/load-file.js'
import { moduleContracts } from '../../features/registry.js'
import { type DotConfig, readDotConfig } from '../../formats/dot-config/index.js'
import { type Elf, readElf } from '../../formats/elf/index.js'
import { readSymvers } from '../../formats/symvers/index.js'
import { archOf, moduleLayout, openImage } from '../../image/index.js'
import { type Features, readCpuFeatures } from './cpu-features.js'
import { btfOf, carriedBy } from './image-facts.js'
import type { KernelFacts } from './kernel-facts.js'
import { vermagicOf } from './vermagic.js'

/**
 * What a built tree, a build directory, or the headers that a distribution ships say of a kernel. Throws UsageError when there
 * is no Module.symvers, FormatError for damaged files.
 */
export async function treeFacts(path: string): Promise<KernelFacts> {
  const symvers = await text(path, 'Module.symvers')
  if (symvers === undefined) {
    throw new UsageError(
      `${path}: neither the headers of a kernel nor a built tree, as it has no Module.symvers`,
    )
  }
  const config = await configOf(path)
  const release = await releaseOf(path)
  const vmlinux = await optionalElf(join(path, 'vmlinux'))
  return {
    path,
    kind: 'tree',
    arch: vmlinux === undefined ? archOfConfig(config?.has('X86_64'), config?.has('ARM64')) : archOf(vmlinux),
    release,
    vermagic: release !== undefined && config !== undefined ? vermagicOf(release, config) : undefined,
    exports: new Map(
      inFile(join(path, 'Module.symvers'), () => readSymvers(symvers)).map(entry => [
        entry.symbol,
        {
          // modpost writes zeroes where there are none.
          crc: config?.has('MODVERSIONS') === false || entry.crc === 0 ? null : entry.crc,
          gpl: entry.exportType.startsWith('EXPORT_SYMBOL_GPL'),
          namespace: entry.namespace,
          provider: entry.module,
        },
      ]),
    ),
    withModules: true,
    btf: vmlinux && inFile(join(path, 'vmlinux'), () => btfOf(vmlinux)),
    ownModule: await builtModule(path),
    config,
    features: await features(path),
    carries: vmlinux === undefined ? new Map() : inFile(join(path, 'vmlinux'), () => carriedBy(vmlinux)),
  }
}

/** What `uname -r` prints; Debian overrides it in the header alone. */
async function releaseOf(path: string): Promise<string | undefined> {
  const header = (await text(path, 'include/generated/utsrelease.h')) ?? ''
  const fromHeader = /^#define UTS_RELEASE "([^"]*)"/m.exec(header)?.[1]
  return fromHeader ?? (await text(path, 'include/config/kernel.release'))?.trim()
}

/** Headers may come with either file. Strings of auto.conf have no quotes since Linux 5.18, and none of them is looked at. */
async function configOf(path: string): Promise<DotConfig | undefined> {
  const dotConfig = await text(path, '.config')
  if (dotConfig !== undefined) return inFile(join(path, '.config'), () => readDotConfig(dotConfig))
  const autoConf = await text(path, 'include/config/auto.conf')
  return autoConf === undefined
    ? undefined
    : readDotConfig((autoConf.match(/^CONFIG_\w+=[ym]$/gm) ?? []).join('\n'))
}

const archOfConfig = (x86?: boolean, arm?: boolean) => (x86 ? 'x86_64' : arm ? 'arm64' : undefined)

/** struct module as a module of the build has it. */
async function builtModule(path: string): Promise<KernelFacts['ownModule']> {
  for (const { built } of moduleContracts) {
    const module = await openImage(join(path, built.module)).catch(() => undefined)
    if (module?.kind === 'module') return moduleLayout(module.elf)
  }
  return undefined
}

/** Headers packages have one that holds nothing but BTF. */
async function optionalElf(path: string): Promise<Elf | undefined> {
  if (!(await isFile(path))) return undefined
  const bytes = await loadFile(path)
  return inFile(path, () => readElf(bytes))
}

const CPU_FEATURES = 'arch/x86/include/asm/cpufeatures.h'

async function features(path: string): Promise<Features | undefined> {
  const header = await text((await findTrees(path)).srctree, CPU_FEATURES)
  return header === undefined ? undefined : readCpuFeatures(header)
}

async function text(directory: string, file: string): Promise<string | undefined> {
  return readFile(join(directory, file), 'utf8').catch(() => undefined)
}
