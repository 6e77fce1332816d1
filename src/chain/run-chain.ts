// SPDX-License-Identifier: GPL-2.0-only
import { readFile, stat } from 'node:fs/promises'
import { join } from 'node:path'
import { type BuildResult, type MakeOptions, moduleObjects, vmlinuxObjects } from '../build/index.js'
import { ToolError } from '../core/errors.js'
import { isInPlace, type Parameters } from '../edit/index.js'
import {
  type Boundary,
  type Crossings,
  crossingsOf,
  readBoundary,
} from '../features/standalone-crypto/boundary/index.js'
import { buildTree, configureTree, moduleOf } from '../features/standalone-crypto/build/index.js'
import { type CarvedKernelReport, inspectCarved } from '../features/standalone-crypto/carried/index.js'
import { bootChecks } from '../features/standalone-crypto/checks/boot-checks.js'
import { imageCheck } from '../features/standalone-crypto/checks/image-check.js'
import { placementCheck, plannedObjects } from '../features/standalone-crypto/checks/placement.js'
import { standaloneCrypto } from '../features/standalone-crypto/feature.js'
import { BUILT } from '../features/standalone-crypto/names.js'
import { type BootRecord, recordBoot } from '../features/standalone-crypto/prove/index.js'
import { surveyCarve } from '../features/standalone-crypto/survey/index.js'
import { readElf } from '../formats/elf/index.js'
import { readConfigFile } from '../kernel/index.js'
import { buildProgressText } from '../report/build-progress.js'
import type { StartReport } from '../report/start.js'
import { countText } from '../text/quantities.js'
import { bootGuest } from './boot/boot-guest.js'
import { buildDirectory } from './build/build-directory.js'
import { nextCommands } from './next-commands.js'
import { preflight } from './preflight.js'
import { type TreeEvidence, treeEvidence } from './report/tree-evidence.js'
import { openStages, type StageEvents, type StageRecord } from './stages.js'
import { ensureApplied } from './tree/ensure-applied.js'
import { planTree } from './tree/plan-tree.js'
import { prepareTree } from './tree/prepare-tree.js'
import type { Source } from './tree/source.js'

export interface ChainOptions extends StageEvents, Pick<MakeOptions, 'arch' | 'llvm' | 'ccWrapper'> {
  readonly source: Source
  /** The config's file. */
  readonly config: string
  /** The config as the user named it. */
  readonly configChoice: string
  /** Of the recipe. */
  readonly parameters?: Parameters | undefined
  readonly jobs?: number | undefined
  readonly cacheDir: string
  readonly signal: AbortSignal
  /** Where the whole output of external commands goes. */
  readonly logDirectory: string
  /** Called with what is going on in a stage at the moment. */
  readonly onDetail?: ((text: string) => void) | undefined
  /** Called with what kbuild and the kernel print. */
  readonly onLine?: ((line: string) => void) | undefined
}

/** In the order in which they run. */
export const STAGES = ['machine', 'tree', 'plan', 'apply', 'configure', 'build', 'inspect', 'boot']

/** What the chain has found besides, for a report. */
export interface ChainEvidence extends TreeEvidence {
  readonly stages: readonly StageRecord[]
  readonly arch: string
  readonly release: string
  readonly config: string
  readonly boots: readonly BootRecord[]
  readonly crossings: Crossings
}

/** The whole chain, from sources to the checks of a booted kernel. A failed check is part of the report. */
export async function runChain(options: ChainOptions): Promise<StartReport & ChainEvidence> {
  const started = performance.now()
  const { source, arch, config, parameters, cacheDir, signal, logDirectory, onDetail, onLine } = options
  const logPath = (name: string) => join(logDirectory, `${name}.log`)
  const stages = openStages(signal, options)
  await stages.run('machine', async () => {
    await preflight(options)
    return [undefined, 'has what is needed to build and boot']
  })
  const tree = await stages.run('tree', async () => {
    const prepared = await prepareTree(source, { cacheDir, signal, logPath, onDetail })
    return [prepared, `Linux ${prepared.version}, ${prepared.root}`]
  })
  const { root } = tree
  const isOurs = !(source.kind === 'tree' && source.inPlace)
  const plan = await stages.run('plan', async () => {
    const planned = await planTree(tree, await standaloneCrypto.readRecipe(root, parameters ?? {}))
    const { edits } = planned
    const { hazards } = await surveyCarve(planned, { arch, config: await readConfigFile(config) })
    const open = hazards.filter(({ handledBy }) => handledBy === undefined).length
    const lines = `${edits.added + edits.removed} lines in ${countText(edits.files.length, 'file')} change, ${edits.rewritten} are renamed`
    const told = isInPlace(edits) ? 'all edits are in place' : lines
    return [planned, `${told}; ${countText(open, 'open hazard')}`]
  })
  await stages.run('apply', async () => {
    const state = await ensureApplied(plan, isOurs)
    return [state, isOurs ? state : `${state}, in place: kcarve revert ${root} takes it back`]
  })
  const objtree = buildDirectory(cacheDir, { ...options, root, carved: true })
  const make = {
    arch,
    llvm: options.llvm,
    ccWrapper: options.ccWrapper,
    jobs: options.jobs,
    signal,
    cacheDir,
  }
  const configPath = await stages.run('configure', async () => {
    const asked = await readConfigFile(config)
    const log = logPath('configure')
    const what = { ...make, tree, objtree, config: asked, carved: true, logPath: log }
    const { configPath: path, changed, unmet, options: set } = await configureTree(what)
    const met =
      unmet.length === 0 ? 'all as asked for' : `${countText(unmet.length, 'option')} not as asked for`
    return [path, `${countText(set.size, 'option')}, ${met}${changed ? '' : ', as before'}`]
  })
  const [result, boundary] = await stages.run('build', async () => {
    const made = await buildTree({
      ...make,
      tree,
      objtree,
      logPath: logPath('build'),
      onProgress: progress => {
        onDetail?.(buildProgressText(progress))
        onLine?.(progress.current)
      },
    })
    const crossing = await readBoundary(made.built)
    return [[made, crossing] as const, buildSummary(made, crossing)]
  })
  const { built } = result
  const { image, vmlinux } = built
  const module = await moduleOf(built)
  if (module === undefined) throw new ToolError('The build has made no module')
  const [report, placement] = await stages.run('inspect', async () => {
    const found = (await inspectCarved(image)) as CarvedKernelReport
    const carve = await surveyCarve(plan, { arch, config: await readConfigFile(configPath) })
    const directories = carve.directories.map(({ path }) => path)
    const placed = placementCheck({
      expected: plannedObjects(carve),
      module: await moduleObjects(built, BUILT.module),
      vmlinux: await vmlinuxObjects(built, directories),
    })
    return [
      [found, placed] as const,
      `${found.release}, ${found.embedded === null ? 'no' : found.embedded.name} module embedded`,
    ]
  })
  const isPartial = parameters !== undefined
  const boot = await stages.run('boot', async () => {
    const target = { arch, kernel: image, built, carved: true, isPartial }
    const log = logPath('console')
    const booted = await bootGuest(target, { traced: true, cacheDir, signal, logPath: log, onDetail, onLine })
    return [booted, booted.summary]
  })
  const checks = [
    placement,
    await imageCheck(report, module),
    ...bootChecks(boot, { kind: 'carved' }, { isPartial }),
  ]
  return {
    kernel: `Linux ${tree.version}`,
    stages: stages.records,
    arch: arch.name,
    release: built.release,
    config: options.configChoice,
    boots: [recordBoot(boot, { kernel: 'carved', scenario: '', vmlinux: readElf(await readFile(vmlinux)) })],
    crossings: crossingsOf(boundary),
    ...(await treeEvidence(plan, { arch, config: configPath })),
    checks,
    sizes: await sizesOf({ image, vmlinux, 'fips140.ko': module }),
    durationMs: performance.now() - started,
    places: [
      { name: 'tree', path: root },
      { name: 'build', path: objtree },
      { name: 'image', path: image },
      { name: 'module', path: module },
      { name: 'logs', path: logDirectory },
    ],
    next: nextCommands(options, { root, built }),
  }
}

function buildSummary({ compiled }: BuildResult, { functions, variables }: Boundary): string {
  const crossing = `${countText(functions.length, 'function')} and ${countText(variables.length, 'variable')} redirected`
  return `${countText(compiled, 'object')} compiled, ${crossing}`
}

async function sizesOf(files: Readonly<Record<string, string>>) {
  const sizes: { name: string; bytes: number }[] = []
  for (const [name, path] of Object.entries(files)) sizes.push({ name, bytes: (await stat(path)).size })
  return sizes
}
