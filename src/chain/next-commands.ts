// SPDX-License-Identifier: GPL-2.0-only
import type { Architecture } from '../arch/architecture.js'
import { isNative } from '../arch/cross-compile.js'
import type { Objtree } from '../build/index.js'
import type { StartReport } from '../report/start.js'
import { ownCommand } from './own-command.js'
import type { Source } from './tree/source.js'

interface Begun {
  readonly source: Source
  readonly arch: Architecture
  /** The config as the user named it. */
  readonly configChoice: string
}

interface Made {
  /** The tree. */
  readonly root: string
  readonly built: Objtree
}

/** Command lines to look further at what `kcarve start` has made. */
export function nextCommands(
  { source, arch, configChoice }: Begun,
  { root, built }: Made,
): StartReport['next'] {
  const own = ownCommand()
  const other = isNative(arch) ? '' : ` --arch ${arch.name}`
  const again = sourceWords(source)
  return [
    {
      command: `${own} plan ${root} --config ${built.config}${other} -v`,
      purpose: 'every object, every edit',
    },
    { command: `${own} inspect ${built.image}`, purpose: 'what is in the image' },
    { command: `${own} boot ${built.objtree} --fips`, purpose: 'boot it in FIPS mode' },
    {
      command: `${own} prove${again} --config ${configChoice}${other}`,
      purpose: 'compare it with the stock kernel',
    },
  ]
}

/** What names the source on a command line; nothing for the default. */
function sourceWords(source: Source): string {
  if (source.kind === 'tree') return ` ${source.path}`
  if (source.origin === undefined) return ` --tarball ${source.path}`
  return source.origin.linux === undefined ? '' : ` --linux ${source.origin.linux}`
}
