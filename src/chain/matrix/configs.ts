// SPDX-License-Identifier: GPL-2.0-only
import { createHash } from 'node:crypto'
import { mkdir, writeFile } from 'node:fs/promises'
import { join, resolve } from 'node:path'
import { architectureNamed } from '../../arch/architectures.js'
import { UsageError } from '../../core/errors.js'
import { exists } from '../../core/exists.js'
import { loadFile } from '../../core/load-file.js'
import { writeWhole } from '../../core/write-whole.js'
import type { ConfigEntry, JobConfig } from '../../matrix/index.js'
import { chosenArchitecture } from '../build/architecture-choice.js'
import { configFile } from '../build/config-choice.js'
import { debianFlavour } from '../build/debian-config.js'

/** What a configuration of the file is. Throws UsageError for what is not there, and for one of another architecture. */
export async function resolveConfig(entry: ConfigEntry, arch: string, baseDir: string): Promise<JobConfig> {
  if (typeof entry !== 'string') {
    const texts = await Promise.all(entry.merge.map(part => textOf(part, arch, baseDir)))
    return { kind: 'text', name: entry.name, text: texts.join('\n') }
  }
  if (debianFlavour(entry) !== undefined) {
    chosenArchitecture(arch, entry)
    return { kind: 'named', name: entry }
  }
  if (isName(entry)) {
    await configFile(entry, architectureNamed(arch))
    return { kind: 'named', name: entry }
  }
  const name =
    entry
      .split('/')
      .at(-1)
      ?.replace(/^\.|\.config$/g, '') || 'config'
  if (!/^[\w][\w.-]{0,60}$/.test(name))
    throw new UsageError(
      `${entry}: the name of its file has other characters than letters, digits, . _ and -`,
    )
  return { kind: 'text', name, text: await textOf(entry, arch, baseDir) }
}

/** One of ours; a path has a slash or a dot. */
const isName = (entry: string) => /^\w+$/.test(entry)

async function textOf(entry: string, arch: string, baseDir: string): Promise<string> {
  const path = isName(entry) ? await configFile(entry, architectureNamed(arch)) : resolve(baseDir, entry)
  const bytes = await loadFile(path)
  if (bytes.length > 1 << 20) throw new UsageError(`${entry} is larger than a mebibyte, and no configuration`)
  return bytes.toString()
}

/** What `--config` is given for it: a name, or a file in the cache that is made for it. */
export async function configArgument(config: JobConfig, cacheDir: string): Promise<string> {
  if (config.kind === 'named') return config.name
  const key = createHash('sha256').update(config.text).digest('hex').slice(0, 16)
  const path = join(cacheDir, 'matrix/configs', key, `${config.name}.config`)
  if (await exists(path)) return path
  await mkdir(join(path, '..'), { recursive: true })
  await writeWhole(path, partial => writeFile(partial, config.text))
  return path
}
