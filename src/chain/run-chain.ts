// SPDX-License-Identifier: GPL-2.0-only
import { readFile, stat } from 'node:fs/promises'
import type { Architecture } from '../arch/architecture.js'
import { isNative } from '../arch/cross-compile.js'
import {
  type Boundary,
  type BuildResult,
  type Crossings,
  readBoundary,
  readCrossings,
} from '../build/index.js'
import type { Session } from '../cli/session.js'
import { ToolError } from '../core/errors.js'
import { type CarvedKernelReport, inspectCarved } from '../features/standalone-crypto/carried/index.js'
import { bootChecks } from '../features/standalone-crypto/checks/boot-checks.js'
import { imageCheck } from '../features/standalone-crypto/checks/image-check.js'
import { moduleObjects, vmlinuxObjects } from '../features/standalone-crypto/checks/linked-objects.js'
import { placementCheck, plannedObjects } from '../features/standalone-crypto/checks/placement.js'
import { type BootRecord, recordBoot } from '../features/standalone-crypto/prove/index.js'
import type { Selection } from '../features/standalone-crypto/recipe/index.js'
import { readElf } from '../formats/elf/index.js'
import type { StartReport } from '../report/start.js'
import { countText } from '../text/quantities.js'
import type { BootResult } from '../vm/index.js'
import { bootGuest } from './boot/boot-guest.js'
import { buildDirectory } from './build/build-directory.js'
import { buildTree, configureTree } from './build/build-tree.js'
import { ownCommand } from './own-command.js'
import { preflight } from './preflight.js'
import { type TreeEvidence, treeEvidence } from './report/tree-evidence.js'
import { openStages, type StageRecord } from './stages.js'
import { ensureApplied } from './tree/ensure-applied.js'
import { planTree } from './tree/plan-tree.js'
import { prepareTree } from './tree/prepare-tree.js'
import { recipeFor, recipeToApply } from './tree/recipe-for.js'
import type { Source } from './tree/source.js'

export interface ChainOptions {
  readonly source: Source
  readonly arch: Architecture
  /** The config's file. */
  readonly config: string
  /** The config as the user named it. */
  readonly configChoice: string
  readonly selection?: Selection | undefined
  readonly jobs?: number
  readonly llvm?: string
  readonly ccWrapper?: string
}

const STAGES = ['machine', 'tree', 'plan', 'apply', 'configure', 'build', 'inspect', 'boot']

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
export async function runChain(
  session: Session,
  options: ChainOptions,
): Promise<StartReport & ChainEvidence> {
  const started = performance.now()
  const { source, arch, config, selection } = options
  const stages = openStages(session, STAGES)
  await stages.run('machine', async () => {
    await preflight(session, options)
    return [undefined, 'has what is needed to build and boot']
  })
  const tree = await stages.run('tree', async stage => {
    const prepared = await prepareTree(session, stage, source)
    return [prepared, `Linux ${prepared.version}, ${prepared.root}`]
  })
  const { root } = tree
  const isOurs = !(source.kind === 'tree' && source.inPlace)
  await stages.run('plan', async () => {
    const recipe = await recipeToApply(root, selection)
    const { carve } = await planTree(tree, recipe, { arch, config })
    const open = carve.hazards.filter(({ handledBy }) => handledBy === undefined).length
    const lines = `${carve.changedLines} lines in ${countText(carve.edits.length, 'file')} change, ${carve.renamedLines} are renamed`
    const edits = carve.changedLines + carve.renamedLines === 0 ? 'all edits are in place' : lines
    return [carve, `${edits}; ${countText(open, 'open hazard')}`]
  })
  await stages.run('apply', async () => {
    const state = await ensureApplied(root, { recipe: await recipeToApply(root, selection), isOurs })
    return [state, isOurs ? state : `${state}, in place: kcarve revert ${root} takes it back`]
  })
  const objDir = buildDirectory(session.cacheDir, { ...options, root, carved: true })
  const what = { ...options, tree, objDir, carved: true }
  const configPath = await stages.run('configure', async () => {
    const { configPath: path, changed, unmet, options: set } = await configureTree(session, what)
    const asked =
      unmet.length === 0 ? 'all as asked for' : `${countText(unmet.length, 'option')} not as asked for`
    return [path, `${countText(set.size, 'option')}, ${asked}${changed ? '' : ', as before'}`]
  })
  const [built, crossings] = await stages.run('build', async stage => {
    const result = await buildTree(session, stage, what)
    const boundary = await readBoundary(objDir)
    return [[result, await readCrossings(objDir, boundary)] as const, buildSummary(result, boundary)]
  })
  const { image, module } = built
  if (image === undefined || module === undefined)
    throw new ToolError('The build has made no image or no module')
  const [report, placement] = await stages.run('inspect', async () => {
    const found = (await inspectCarved(image)) as CarvedKernelReport
    const { carve } = await planTree(tree, await recipeFor(root, selection), { arch, config: configPath })
    const directories = carve.directories.map(({ path }) => path)
    const placed = placementCheck({
      expected: plannedObjects(carve),
      module: await moduleObjects(objDir),
      vmlinux: await vmlinuxObjects(objDir, directories),
    })
    return [
      [found, placed] as const,
      `${found.release}, ${found.embedded === null ? 'no' : found.embedded.name} module embedded`,
    ]
  })
  const isPartial = selection !== undefined
  const boot = await stages.run('boot', async stage => {
    const target = { arch, kernel: image, objDir, carved: true, isPartial }
    const result = await bootGuest(session, stage, target, { traced: true })
    return [result, result.summary]
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
    boots: [await recordBuilt(boot, built)],
    crossings,
    ...(await treeEvidence(root, { arch, config: configPath })),
    checks,
    sizes: await sizesOf({ image, vmlinux: built.vmlinux, 'fips140.ko': module }),
    durationMs: performance.now() - started,
    places: [
      { name: 'tree', path: root },
      { name: 'build', path: objDir },
      { name: 'image', path: image },
      { name: 'module', path: module },
      { name: 'logs', path: session.logDirectory },
    ],
    next: nextCommands(options, { root, objDir, image }),
  }
}

async function recordBuilt(boot: BootResult, { vmlinux }: BuildResult): Promise<BootRecord> {
  const elf = vmlinux === undefined ? {} : { vmlinux: readElf(await readFile(vmlinux)) }
  return recordBoot(boot, { kernel: 'carved', scenario: '', ...elf })
}

function buildSummary({ compiled }: BuildResult, { functions, variables }: Boundary): string {
  const crossing = `${countText(functions.length, 'function')} and ${countText(variables.length, 'variable')} redirected`
  return `${countText(compiled, 'object')} compiled, ${crossing}`
}

async function sizesOf(files: Readonly<Record<string, string | undefined>>) {
  const sizes: { name: string; bytes: number }[] = []
  for (const [name, path] of Object.entries(files)) {
    if (path !== undefined) sizes.push({ name, bytes: (await stat(path)).size })
  }
  return sizes
}

interface Made {
  readonly root: string
  readonly objDir: string
  readonly image: string
}

function nextCommands({ source, configChoice, arch }: ChainOptions, { root, objDir, image }: Made) {
  const own = ownCommand()
  const other = isNative(arch) ? '' : ` --arch ${arch.name}`
  const again =
    source.kind === 'tree' ? ` ${source.path}` : source.isDefault ? '' : ` --tarball ${source.path}`
  return [
    {
      command: `${own} plan ${root} --config ${objDir}/.config${other} -v`,
      purpose: 'every object, every edit',
    },
    { command: `${own} inspect ${image}`, purpose: 'what is in the image' },
    { command: `${own} boot ${objDir} --fips`, purpose: 'boot it in FIPS mode' },
    {
      command: `${own} prove${again} --config ${configChoice}${other}`,
      purpose: 'compare it with the stock kernel',
    },
  ]
}
