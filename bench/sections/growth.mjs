// SPDX-License-Identifier: GPL-2.0-only
import { cp, mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { x86_64 } from '../../dist/arch/x86-64.js'
import { planTree } from '../../dist/chain/tree/plan-tree.js'
import { applyPlan, planEdits, revertTree } from '../../dist/edit/index.js'
import { standaloneCrypto } from '../../dist/features/standalone-crypto/feature.js'
import { carvedMakefiles } from '../../dist/features/standalone-crypto/recipe/carved-makefiles.js'
import { surveyCarve } from '../../dist/features/standalone-crypto/survey/index.js'
import { probeTree, readConfigFile } from '../../dist/kernel/index.js'
import { moduleFiles } from '../../dist/reuse/index.js'
import { treeOf } from '../lib/builds.mjs'
import { debianKernels } from '../lib/debian-kernels.mjs'
import { kcarve, medianRun } from '../lib/measure.mjs'
import { atMost, row } from '../lib/row.mjs'

export const title = 'Growth'
export const method =
  'processor time, the least of 3 runs in one process, after a first one; reuse as a whole command. For plan the sources of crypto/ and arch/x86/crypto and the lines of their makefiles are there several times over; for apply and revert there are more directories with a copy of crypto/Makefile, in memory. The ratio is to the smallest input; the power is the slope of the best line through the logarithms'

export async function measureSection(context) {
  return [...(await planGrowth(context)), ...(await applyGrowth(context)), ...(await reuseGrowth(context))]
}

const FACTORS = [1, 2, 4, 8]

/** Rows of processor seconds over sizes, and of the power of the size with which they grow. */
function rowsOf(name, found) {
  const [first] = found
  const rows = found.map(({ what, seconds }) => ({
    ...row(`${name}, ${what}`, 's', { carved: seconds }),
    ratio: seconds / first.seconds,
  }))
  const power = powerOf(found.map(({ size, seconds }) => [Math.log(size), Math.log(seconds)]))
  return [...rows, row(`${name}, power of the growth`, '', { carved: power }, LINEAR)]
}

/** With room for chance. */
const LINEAR = atMost(1.1, '1.1 (linear is 1)')

/** The slope of the line that fits the points best. */
function powerOf(points) {
  const mean = values => values.reduce((sum, value) => sum + value, 0) / values.length
  const [x, y] = [mean(points.map(point => point[0])), mean(points.map(point => point[1]))]
  const sum = of => points.reduce((total, point) => total + of(point), 0)
  return sum(([a, b]) => (a - x) * (b - y)) / sum(([a]) => (a - x) ** 2)
}

async function planGrowth({ proof, configFile }) {
  const { builds } = await proof()
  const source = await treeOf(builds.stock)
  const found = []
  for (const factor of FACTORS) {
    const root = await mkdtemp(join(tmpdir(), 'kcarve-grown-'))
    try {
      const sources = await grownTree(source, root, factor)
      const tree = await probeTree(root)
      const recipe = await standaloneCrypto.readRecipe(root, {})
      const config = await readConfigFile(configFile)
      const seconds = await leastSeconds(async () =>
        surveyCarve(await planTree(tree, recipe), { arch: x86_64, config }),
      )
      found.push({ size: sources, what: `${sources} sources`, seconds })
    } finally {
      await rm(root, { recursive: true, force: true })
    }
  }
  return rowsOf('plan', found)
}

const LANDMARKS = ['Kbuild', 'Kconfig', 'scripts/Makefile.build', 'init/main.c']
const GROWN = ['crypto', 'arch/x86/crypto']

/** What planning reads of a tree, with `factor` times the sources; returns how many there are. */
async function grownTree(source, root, factor) {
  const recipe = await standaloneCrypto.readRecipe(source, {})
  const { files, steps } = await planEdits(source, recipe)
  const read = [...files, ...steps, ...recipe.directories].map(({ path }) => path)
  for (const path of new Set([...LANDMARKS, ...read])) {
    await mkdir(dirname(join(root, path)), { recursive: true })
    await cp(join(source, path), join(root, path), { recursive: true }).catch(ignoreAbsent)
  }
  let sources = 0
  for (const directory of GROWN) sources += await grow(join(root, directory), factor)
  return sources
}

const ignoreAbsent = error => {
  if (error.code !== 'ENOENT') throw error
}

async function grow(directory, factor) {
  const makefile = await readFile(join(directory, 'Makefile'), 'utf8')
  const names = (await readdir(directory)).filter(name => name.endsWith('.c'))
  const lines = [...makefile.matchAll(/^(obj-\$\(CONFIG_\w+\) \+= )(\S+)\.o$/gm)]
  let more = ''
  for (let copy = 2; copy <= factor; copy++) {
    for (const name of names) {
      await cp(join(directory, name), join(directory, name.replace(/\.c$/, `_${copy}.c`)))
    }
    for (const [, assignment, object] of lines) more += `${assignment}${object}_${copy}.o\n`
  }
  await writeFile(join(directory, 'Makefile'), makefile + more)
  return names.length * factor
}

/** Processor time is asked for: nothing is to wait for a disk. */
const MEMORY = '/dev/shm'
const DIRECTORIES = 100

async function applyGrowth({ proof }) {
  const { builds } = await proof()
  const makefile = join(await treeOf(builds.stock), 'crypto/Makefile')
  const found = { apply: [], revert: [] }
  for (const factor of FACTORS) {
    const root = await mkdtemp(join(MEMORY, 'kcarve-grown-'))
    try {
      const count = DIRECTORIES * factor
      const directories = Array.from({ length: count }, (_, index) => ({ path: `crypto${index}`, stays: [] }))
      for (const { path } of directories) {
        await mkdir(join(root, path))
        await cp(makefile, join(root, path, 'Makefile'))
      }
      const recipe = { name: 'growth', steps: carvedMakefiles(directories), files: [] }
      const apply = async () => applyPlan(root, await planEdits(root, recipe))
      const revert = () => revertTree(root)
      const what = `${count} files`
      found.apply.push({ size: count, what, seconds: await leastSeconds(apply, revert) })
      await apply()
      found.revert.push({ size: count, what, seconds: await leastSeconds(revert, apply) })
    } finally {
      await rm(root, { recursive: true, force: true })
    }
  }
  return [...rowsOf('apply', found.apply), ...rowsOf('revert', found.revert)]
}

const MODULES = [15, 30, 60, 115]

async function reuseGrowth() {
  const { from, to } = debianKernels()
  const files = (await Promise.all(from.modules.map(moduleFiles))).flat().sort()
  const found = []
  for (const count of MODULES.filter(each => each <= files.length)) {
    const command = kcarve('reuse', ...files.slice(0, count), '--quiet', '--kernel', to.headers)
    const { cpu: seconds } = await medianRun(command, { accept: [0, 1] })
    found.push({ size: count, what: `${count} modules`, seconds })
  }
  return rowsOf('reuse', found)
}

const RUNS = 3

/** Processor seconds of `work`; `undo` is run after each and not counted. */
async function leastSeconds(work, undo = async () => {}) {
  const taken = []
  for (let run = 0; run <= RUNS; run++) {
    const before = process.cpuUsage()
    await work()
    const { user, system } = process.cpuUsage(before)
    if (run > 0) taken.push((user + system) / 1e6)
    await undo()
  }
  return Math.min(...taken)
}
