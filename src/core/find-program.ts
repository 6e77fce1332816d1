// SPDX-License-Identifier: GPL-2.0-only
import { access, constants } from 'node:fs/promises'
import { delimiter, join } from 'node:path'

/** The path of an executable as a shell would find it, or undefined; `name` may be a path. */
export async function findProgram(name: string, path = process.env.PATH ?? ''): Promise<string | undefined> {
  const candidates = name.includes('/')
    ? [name]
    : path.split(delimiter).map(directory => join(directory, name))
  for (const candidate of candidates) {
    const isExecutable = await access(candidate, constants.X_OK).then(
      () => true,
      () => false,
    )
    if (isExecutable) return candidate
  }
  return undefined
}
