// SPDX-License-Identifier: GPL-2.0-only
import { dirname } from 'node:path'
import { architectures } from '../arch/architectures.js'
import { buildIn } from '../build/index.js'
import { buildDirectory } from '../chain/build/build-directory.js'
import { configFile } from '../chain/build/config-choice.js'
import { ownCommand } from '../chain/own-command.js'
import { treeStates } from '../chain/tree/tree-states.js'
import { EXIT, type ExitCode } from '../core/errors.js'
import { isFile } from '../core/exists.js'
import { BUILT } from '../features/standalone-crypto/names.js'
import { type KernelTree, probeTree } from '../kernel/index.js'
import { overviewText, type Place } from './overview-text.js'
import type { Session } from './session.js'

/** `kcarve` by itself: what the working directory is, and what to do next there. */
export async function overview({ progress, paint, cacheDir }: Session): Promise<ExitCode> {
  const place = await placeAt(process.cwd(), cacheDir)
  progress.clear()
  process.stdout.write(overviewText(place, { paint, own: ownCommand() }))
  return EXIT.yes
}

async function placeAt(cwd: string, cacheDir: string): Promise<Place> {
  for (let directory = cwd; directory !== dirname(directory); directory = dirname(directory)) {
    const tree = await probeTree(directory).catch(() => undefined)
    if (tree !== undefined) {
      const states = await treeStates(tree.root)
      return { kind: 'tree', tree, states, build: await smallBuildOf(tree, cacheDir) }
    }
    const built = await buildIn(directory).catch(() => undefined)
    if (built !== undefined)
      return { kind: 'build', built, isCarved: await isFile(`${built.objtree}/${BUILT.module}`) }
  }
  return { kind: 'elsewhere' }
}

/** Where `kcarve build TREE` has made a carved kernel. */
async function smallBuildOf({ root }: KernelTree, cacheDir: string): Promise<string | undefined> {
  for (const arch of architectures) {
    const config = await configFile('small', arch).catch(() => undefined)
    if (config === undefined) continue
    const directory = buildDirectory(cacheDir, { root, config, arch, carved: true })
    if ((await buildIn(directory).catch(() => undefined)) !== undefined) return directory
  }
  return undefined
}
