// SPDX-License-Identifier: GPL-2.0-only

/** What crypto/testmgr.c has for an algorithm. */
export interface SelfTest {
  /** The function that tests it, such as alg_test_hash; undefined where that only says that there is nothing to test. */
  readonly test: string | undefined
  /** Whether it has `fips_allowed`. */
  readonly isAllowed: boolean
}

/** The self-tests of crypto/testmgr.c by the name of the algorithm or driver. */
export function selfTests(testmgr: string): ReadonlyMap<string, SelfTest> {
  const found = new Map<string, SelfTest>()
  for (const entry of testmgr.split(/^\t(?=\{|\}, \{)/m)) {
    const name = /^\t\t\.alg = "([^"\n]+)"/m.exec(entry)?.[1]
    if (name === undefined) continue
    const test = /^\t\t\.test = (\w+)/m.exec(entry)?.[1]
    found.set(name, {
      test: test === 'alg_test_null' ? undefined : test,
      isAllowed: /^\t\t\.fips_allowed = 1/m.test(entry),
    })
  }
  return found
}

/**
 * Which algorithms the self-tests let in when the kernel boots with fips=1, from crypto/testmgr.c: by name, `true` for those
 * with `fips_allowed`. Those without a test are not in it; nothing keeps them out.
 */
export const fipsAllowed = (testmgr: string): ReadonlyMap<string, boolean> =>
  new Map([...selfTests(testmgr)].map(([name, { isAllowed }]) => [name, isAllowed]))

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
