// SPDX-License-Identifier: GPL-2.0-only
import { createHmac } from 'node:crypto'
import { mkdir, readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'

/** Of the programs `sha512hmac` of hmaccalc and libkcapi. It is no secret: the digest shows damage, not forgery. */
const KEY = 'FIPS-FTW-RHT2009'

/** Puts a kernel into /boot of a directory, and what dracut's module for FIPS mode verifies it by: `.vmlinuz-RELEASE.hmac`. */
export async function putBootFiles(directory: string, image: string, release: string): Promise<void> {
  const boot = join(directory, 'boot')
  await mkdir(boot, { recursive: true })
  const bytes = await readFile(image)
  const name = `vmlinuz-${release}`
  await writeFile(join(boot, name), bytes)
  const digest = createHmac('sha512', KEY).update(bytes).digest('hex')
  await writeFile(join(boot, `.${name}.hmac`), `${digest}  /boot/${name}\n`)
}
