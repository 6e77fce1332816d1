// SPDX-License-Identifier: GPL-2.0-only
import { UsageError } from '../../core/errors.js'
import type { GuestRequest, RestartName } from '../../vm/index.js'

/** Scripts of guest/checks. The check `afalg` leaves a text of its name as well: every algorithm's output, to be compared. */
export const CHECKS = [
  'afalg',
  'again',
  'crypto-all',
  'foreign',
  'integrity',
  'kunit',
  'modprobe',
  'module',
  'params',
  'signed',
  'trace',
  'write',
] as const
export type CheckName = (typeof CHECKS)[number]

/** Scripts of guest/clients: what programs of a distribution do with the kernel's cryptography. Each needs the root of one. */
export const CLIENTS = [
  'openssl',
  'benchmark',
  'luks',
  'dm-integrity',
  'dm-verity',
  'ipsec',
  'wireguard',
  'ktls',
  'nfs-krb5',
  'fscrypt',
  'fs-verity',
  'keys',
  'trusted-keys',
  'ima',
  'module-signature',
  'modprobe-all',
  'tracing',
  'tcrypt',
] as const
export type ClientName = (typeof CLIENTS)[number]

/** Reads names separated by commas; throws UsageError for one that is not known. */
export function clientsNamed(text: string): ClientName[] {
  return text.split(',').map(name => {
    const found = CLIENTS.find(each => each === name)
    if (found !== undefined) return found
    throw new UsageError(`There is no client check ${name}`, { hint: `known: ${CLIENTS.join(', ')}` })
  })
}

/** Scripts of guest/dumps, and of the dumps that every guest has. */
export const DUMPS = [
  'btf',
  'build-ids',
  'crypto',
  'dmesg',
  'ftrace',
  'kallsyms',
  'meminfo',
  'modules',
  'services',
  'slab-callers',
  'slabinfo',
  'sysmodule',
  'vulnerabilities',
] as const
export type DumpName = (typeof DUMPS)[number]

/** What a guest with the checks of this feature is asked to do: see GuestRequest. */
export interface CryptoRequest extends Pick<GuestRequest, 'symbols' | 'initcallDebug'> {
  readonly before?: readonly DumpName[] | undefined
  readonly checks?: readonly (CheckName | ClientName | 'multi-user' | 'dracut' | 'kselftest')[] | undefined
  readonly after?: readonly DumpName[] | undefined
  /** After each of them, algorithms have to pass their tests and give known answers again, and fips140 to be as it was. */
  readonly restarts?: readonly RestartName[] | undefined
  /** Whether fips140 has to be there: the checks `module`, `again` and `integrity` are skipped otherwise. */
  readonly carved?: boolean | undefined
  /** For the check `modprobe`: names. */
  readonly modprobe?: readonly string[] | undefined
  /** For the check `kunit`: directories of the tree, whose test modules it loads. */
  readonly kunit?: readonly string[] | undefined
  /** For the check `params`: `module/parameter`. */
  readonly params?: readonly string[] | undefined
  /** For the check `trace`: a function that verifies signatures, and a signed module. */
  readonly trace?: readonly [string, string] | undefined
  /** For the check `signed`: a signed module. */
  readonly signed?: string | undefined
  /** For the check `foreign`: symmetric ciphers that it makes, such as `ctr(aes-foreign)`. */
  readonly made?: readonly string[] | undefined
  /** For the check `write`: a symbol, or a part of the memory of fips140 (text, data, rodata, ro_after_init). */
  readonly write?: string | undefined
}

/** Self-tests run in threads of these names, and /proc/crypto is not complete before they have ended. */
const SELF_TESTS = 'cryptomgr_'

/** The request in the words of any guest. */
export function guestRequest(request: CryptoRequest): GuestRequest {
  const { carved, kunit, made, modprobe, params, trace, signed, write, ...ofAnyGuest } = request
  const words = { carved: carved ? '1' : undefined, kunit, made, modprobe, params, trace, signed, write }
  const again = request.restarts && ['afalg', 'crypto-all', 'module', 'integrity']
  return { ...ofAnyGuest, again, settle: SELF_TESTS, words }
}
