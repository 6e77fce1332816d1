// SPDX-License-Identifier: GPL-2.0-only

/**
 * Which algorithms the self-tests let in when the kernel boots with fips=1, from crypto/testmgr.c: by name, `true` for those
 * with `fips_allowed`. Those without a test are not in it; nothing keeps them out.
 */
export function fipsAllowed(testmgr: string): ReadonlyMap<string, boolean> {
  const allowed = new Map<string, boolean>()
  for (const entry of testmgr.split(/^\t(?=\{|\}, \{)/m)) {
    const name = /^\t\t\.alg = "([^"\n]+)"/m.exec(entry)?.[1]
    if (name !== undefined) allowed.set(name, /^\t\t\.fips_allowed = 1/m.test(entry))
  }
  return allowed
}

/**
 * Whether fips=1 lets an algorithm or template in: for a template, with any algorithm; for a cipher, as ecb(); undefined where the
 * self-tests do not know it.
 */
export function isLetIn(name: string, allowed: ReadonlyMap<string, boolean>): boolean | undefined {
  const own = allowed.get(name) ?? allowed.get(`ecb(${name})`)
  if (own !== undefined) return own
  const instances = [...allowed].filter(
    ([instance]) => instance.startsWith(`${name}(`) || instance.startsWith(`${name}_`),
  )
  return instances.length === 0 ? undefined : instances.some(([, isAllowed]) => isAllowed)
}
