// SPDX-License-Identifier: GPL-2.0-only
import { basename, join } from 'node:path'
import { makeEnvironment, type Objtree } from '../../build/index.js'
import { recordedStates } from '../../edit/index.js'
import {
  type BuildParameters,
  buildStatement,
  fileOf,
  type ResourceDescriptor,
  type Role,
  type Statement,
  type Subject,
} from '../../evidence/attest/index.js'
import { evidenceTime } from '../../evidence/evidence-time.js'
import { moduleOf } from '../../features/standalone-crypto/build/index.js'
import { BUILT } from '../../features/standalone-crypto/names.js'
import type { KernelTree } from '../../kernel/index.js'
import { version } from '../version.js'
import type { Attester } from './attester.js'
import { gitTree } from './git-tree.js'
import { buildFiles, fileDigest, imageFiles } from './kernel-files.js'
import { type Toolchain, toolchainFiles } from './toolchain-files.js'

export interface AttestedBuild extends Toolchain, Pick<BuildParameters, 'config' | 'carved' | 'ccWrapper'> {
  readonly tree: KernelTree
  readonly built: Objtree
  /** The config's file. */
  readonly configFile: string
  /** Paths of the packages made of it. */
  readonly packages?: readonly string[] | undefined
  readonly signal: AbortSignal
  /** Called with what is being done. */
  readonly onDetail?: ((text: string) => void) | undefined
}

/** States how a kernel was built, of what. */
export async function attestBuild(
  { startedOn }: Pick<Attester, 'startedOn'>,
  build: AttestedBuild,
): Promise<Statement> {
  const { tree, built, arch, config, carved, llvm, ccWrapper, packages = [] } = build
  const finishedOn = evidenceTime()
  const files = await buildFiles(built)
  const module = await moduleOf(built)
  build.onDetail?.('reading the sources')
  return buildStatement({
    kcarve: version,
    startedOn,
    finishedOn,
    subjects: [
      ...(await madeFiles(built, module)),
      ...files.vmlinux,
      ...(await digested(packages, 'package')),
    ],
    parameters: {
      kernel: `Linux ${tree.version}`,
      release: built.release,
      arch: arch.name,
      ...{ config, carved, llvm, ccWrapper },
    },
    environment: makeEnvironment,
    dependencies: [
      ...(await sourceFacts(build)),
      fileOf('config', await fileDigest(build.configFile)),
      ...(await toolchainFiles(build)),
    ],
    byproducts: [
      ...files.config,
      ...files.symvers,
      ...(module === undefined ? [] : await digested([join(built.objtree, BUILT.digest)])),
    ],
  })
}

/** The image with what it carries, and the module that was built if it carries another. */
async function madeFiles({ image }: Objtree, module: string | undefined): Promise<Subject[]> {
  const files = await imageFiles(image)
  if (module === undefined) return files
  const sha256 = await fileDigest(module)
  const isCarried = files.some(({ digest }) => digest.sha256 === sha256)
  return isCarried ? files : [...files, fileOf(BUILT.module, sha256, 'built module')]
}

const digested = (paths: readonly string[], role?: Role) =>
  Promise.all(paths.map(async path => fileOf(basename(path), await fileDigest(path), role)))

/** The tree as it was built, by the digest that git gives it, and the recipes that are applied to it. */
async function sourceFacts({ tree, built, signal }: AttestedBuild): Promise<ResourceDescriptor[]> {
  const left = ['.git', '.kcarve'].map(name => join(tree.root, name))
  const { digest, files } = await gitTree(tree.root, { except: [...left, built.objtree], signal })
  const states = await recordedStates(tree.root)
  const recipes = states.flatMap(state => (state.state === 'applied' ? [state] : []))
  return [
    {
      name: 'sources',
      digest: { gitTree: digest },
      annotations: { kernel: tree.version, files, without: left.map(path => basename(path)) },
    },
    ...recipes.map(({ recipe, version: ofRecipe, parameters, modified }) => ({
      name: `recipe ${recipe}`,
      uri: `urn:kcarve:recipe:${recipe}:${ofRecipe}`,
      annotations: { parameters, modified: [...modified] },
    })),
  ]
}
