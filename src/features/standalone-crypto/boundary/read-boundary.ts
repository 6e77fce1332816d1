// SPDX-License-Identifier: GPL-2.0-only
import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { MODULE_PATH } from '../../../build/build-kernel.js'
import { UsageError } from '../../../core/errors.js'
import { isUndefined, readElf, symbols } from '../../../formats/elf/index.js'
import type { Boundary } from './boundary.js'
import { readRedirects } from './read-redirects.js'
import { symbolUsers } from './symbol-users.js'

const REDIRECTS = 'crypto/fips140/link/redirect.S'

/** The boundary of a carved build; throws UsageError when there is none in the build directory. */
export async function readBoundary(objDir: string): Promise<Boundary> {
  const redirects = readRedirects((await readBuilt(objDir, REDIRECTS)).toString('utf8'))
  const vmlinux = readElf(await readBuilt(objDir, 'vmlinux.o'))
  const module = readElf(await readBuilt(objDir, MODULE_PATH))
  const names = new Set([...redirects.functions, ...redirects.variables].map(({ name }) => name))
  const users = symbolUsers(vmlinux, names)
  return {
    functions: redirects.functions.map(each => ({ ...each, users: users.get(each.name) ?? [] })),
    variables: redirects.variables.map(each => ({ ...each, users: users.get(each.name) ?? [] })),
    imports: symbols(module)
      .filter(isUndefined)
      .map(({ name }) => name)
      .sort(),
  }
}

async function readBuilt(objDir: string, path: string): Promise<Buffer> {
  return readFile(join(objDir, path)).catch(cause => {
    throw new UsageError(`${objDir} holds no carved build: ${path} is not there`, { cause })
  })
}
