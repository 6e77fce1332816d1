// SPDX-License-Identifier: GPL-2.0-only
import { copyFile, mkdir, readFile, writeFile } from 'node:fs/promises'
import { dirname, join, resolve } from 'node:path'
import { inFile } from '../core/in-file.js'
import { inParallel } from '../core/in-parallel.js'
import { runCommand } from '../core/run-command.js'
import { readDotConfig, tristate } from '../formats/dot-config/index.js'
import { readElf, stripDebug } from '../formats/elf/index.js'

export interface StageModulesOptions {
  /** The build directory. */
  readonly objtree: string
  /** `make kernelrelease`. */
  readonly release: string
  /** lib/modules/RELEASE is made in it. */
  readonly destination: string
  readonly signal?: AbortSignal | undefined
}

/** What depmod reads beside the modules and their order. */
const LISTS = ['modules.builtin', 'modules.builtin.modinfo']

/**
 * Puts the modules of a build where a guest looks for them, with depmod's indices and without debugging information, which
 * would take more memory than the guest has: what `make modules_install` does, less compressing, in a fraction of the time. Throws
 * MissingError without depmod, FormatError for a damaged module.
 */
export async function stageModules(options: StageModulesOptions): Promise<void> {
  const home = join(options.destination, 'lib/modules', options.release)
  await mkdir(home, { recursive: true })
  const order = await readFile(join(options.objtree, 'modules.order'), 'utf8')
  const sign = await signer(options)
  const modules = order
    .split('\n')
    .filter(Boolean)
    .map(object => object.replace(/\.o$/, '.ko'))
  const stage = async (module: string) => {
    const [made, target] = [join(options.objtree, module), join(home, 'kernel', module)]
    const bytes = await readFile(made)
    await mkdir(dirname(target), { recursive: true })
    await writeFile(
      target,
      inFile(made, () => stripDebug(readElf(bytes))),
    )
    await sign?.(target)
  }
  await inParallel(modules, stage)
  // As modules_install lists them: where they are installed, and with .ko.
  await writeFile(join(home, 'modules.order'), modules.map(module => `kernel/${module}\n`).join(''))
  for (const list of LISTS) await copyFile(join(options.objtree, list), join(home, list))
  await runCommand('depmod', ['-b', options.destination, options.release], {
    installHint: 'apt-get install kmod',
    signal: options.signal,
  })
}

/** Signs a file with the key of the build, when its modules are to be signed (CONFIG_MODULE_SIG_ALL). */
async function signer({
  objtree,
  signal,
}: StageModulesOptions): Promise<((file: string) => Promise<unknown>) | undefined> {
  const config = readDotConfig(await readFile(join(objtree, '.config'), 'utf8').catch(() => ''))
  if (tristate(config, 'MODULE_SIG_ALL') !== 'y') return undefined
  const [hash, key] = ['MODULE_SIG_HASH', 'MODULE_SIG_KEY'].map(name => config.get(name)?.value ?? '')
  const args = [hash ?? '', resolve(objtree, key ?? ''), join(objtree, 'certs/signing_key.x509')]
  return file => runCommand(join(objtree, 'scripts/sign-file'), [...args, file], { signal })
}
