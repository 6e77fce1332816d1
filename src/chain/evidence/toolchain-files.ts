// SPDX-License-Identifier: GPL-2.0-only
import { readFile, realpath } from 'node:fs/promises'
import type { Architecture } from '../../arch/architecture.js'
import { crossCompile } from '../../arch/cross-compile.js'
import { findProgram } from '../../core/find-program.js'
import { runCommand } from '../../core/run-command.js'
import type { ResourceDescriptor } from '../../evidence/attest/index.js'
import { fileDigest } from './kernel-files.js'

export interface Toolchain {
  readonly arch: Architecture
  /** kbuild's LLVM=. */
  readonly llvm?: string | undefined
}

/** The programs that make machine code, by their bytes, with the package that each is from. Those that are not found are left out. */
export async function toolchainFiles(toolchain: Toolchain): Promise<ResourceDescriptor[]> {
  const found: ResourceDescriptor[] = []
  for (const program of await programsOf(toolchain)) {
    const path = await findProgram(program)
    if (path === undefined) continue
    const real = await realpath(path)
    const uri = await packageOf(real)
    found.push({
      name: program.replace(/^.*\//, ''),
      ...(uri === undefined ? {} : { uri }),
      digest: { sha256: await fileDigest(real) },
      ...(await versionOf(path)),
    })
  }
  return found
}

async function programsOf({ arch, llvm }: Toolchain): Promise<string[]> {
  if (llvm !== undefined) return ['clang', 'ld.lld'].map(name => `${name}${llvm === '1' ? '' : llvm}`)
  const prefix = crossCompile(arch)
  const { lines } = await runCommand(`${prefix}gcc`, ['-print-prog-name=cc1'])
  return [`${prefix}gcc`, ...lines.slice(0, 1), `${prefix}as`, `${prefix}ld`]
}

/** Its first word on itself; the compiler proper says nothing without a source. */
async function versionOf(path: string): Promise<Pick<ResourceDescriptor, 'annotations'>> {
  const { exitCode, lines } = await runCommand(path, ['--version'], { accept: [1, 2, 4] })
  const [version] = lines
  return exitCode === 0 && version !== undefined ? { annotations: { version } } : {}
}

/** As a package URL (https://github.com/package-url/purl-spec); undefined where dpkg does not know the file. */
async function packageOf(path: string): Promise<string | undefined> {
  if ((await findProgram('dpkg-query')) === undefined) return undefined
  const { exitCode, lines } = await runCommand('dpkg-query', ['--search', path], { accept: [1] })
  const name = exitCode === 0 ? /^([^:,\s]+)/.exec(lines[0] ?? '')?.[1] : undefined
  if (name === undefined) return undefined
  const shown = await runCommand('dpkg-query', ['--show', name], { accept: [1] })
  const version = shown.exitCode === 0 ? shown.lines[0]?.split('\t')[1] : undefined
  if (version === undefined) return undefined
  const vendor =
    /^ID="?([\w.-]+)/m.exec(await readFile('/etc/os-release', 'utf8').catch(() => ''))?.[1] ?? 'debian'
  return `pkg:deb/${vendor}/${encodeURIComponent(name)}@${encodeURIComponent(version)}`
}
