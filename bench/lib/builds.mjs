// SPDX-License-Identifier: GPL-2.0-only
import { realpath } from 'node:fs/promises'
import { join } from 'node:path'
import { kcarve } from './measure.mjs'
import { run } from './run.mjs'

/**
 * What `kcarve prove` builds and measures when it is first asked for: stock and carved of one configuration, in the cache,
 * completed when they are there. `counted` adds the instructions of a boot, which takes many slow boots.
 */
export function proofOf({ config, linux, ccWrapper, counted }) {
  const line = linux === undefined ? [] : ['--linux', linux]
  const wrapper = ccWrapper === undefined ? [] : ['--cc-wrapper', ccWrapper]
  const counts = counted ? [] : ['--no-counts']
  const command = kcarve('prove', '--config', config, '--json', ...line, ...counts, ...wrapper)
  let made
  return () => {
    made ??= run(command, { accept: [0, 1] }).then(JSON.parse)
    return made
  }
}

/** The source tree of a build. */
export const treeOf = build => realpath(join(build.objDir, 'source'))
