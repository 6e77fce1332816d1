// SPDX-License-Identifier: GPL-2.0-only

export type DumpName =
  | 'crypto'
  | 'modules'
  | 'meminfo'
  | 'dmesg'
  | 'sysmodule'
  | 'kallsyms'
  | 'btf'
  | 'build-ids'
  | 'ftrace'
  | 'vulnerabilities'
export type CheckName =
  | 'crypto-all'
  | 'module'
  | 'modprobe'
  | 'afalg'
  | 'params'
  | 'integrity'
  | 'trace'
  | 'signed'
  | 'again'
  | 'foreign'
  | 'write'
export type ActName = 'kexec' | 'hibernate'

/** What the guest is asked to do: dumps, then checks, then dumps. A dump becomes the named text of the result. */
export interface GuestRequest {
  readonly before?: readonly DumpName[]
  /** The check `afalg` leaves a text of its name as well: every algorithm's output, to be compared. */
  readonly checks?: readonly CheckName[]
  readonly after?: readonly DumpName[]
  /** Whether fips140 has to be there: the checks `module` and `integrity` are skipped otherwise. */
  readonly carved?: boolean
  /** For the check `modprobe`: names. */
  readonly modprobe?: readonly string[]
  /** For the check `params`: `module/parameter`. */
  readonly params?: readonly string[]
  /** For the check `trace`: a function that verifies signatures, and a signed module. */
  readonly trace?: readonly [string, string]
  /** For the check `signed`: a signed module. */
  readonly signed?: string
  /** For the check `write`: a symbol, or a part of the memory of fips140 (text, data, rodata, ro_after_init). */
  readonly write?: string
  /** What comes last: another kernel (`/kexec/kernel` and `/kexec/initramfs` of the initramfs), or this one on disk. */
  readonly act?: ActName
  /** For the dump `kallsyms`: the symbols wanted, all when absent. */
  readonly symbols?: readonly string[]
  /** The dmesg dump is to hold every initcall. */
  readonly initcallDebug?: boolean
}

/** The request as words of the kernel command line, which the guest reads. */
export function guestWords(request: GuestRequest): string[] {
  const words: string[] = []
  for (const name of ['before', 'checks', 'after', 'modprobe', 'params', 'symbols', 'trace'] as const) {
    const values = request[name]
    if (values !== undefined && values.length > 0) words.push(`kcarve.${name}=${values.join(',')}`)
  }
  for (const name of ['signed', 'write', 'act'] as const) {
    if (request[name] !== undefined) words.push(`kcarve.${name}=${request[name]}`)
  }
  if (request.carved) words.push('kcarve.carved=1')
  if (request.initcallDebug) words.push('initcall_debug', 'log_buf_len=4M')
  return words
}
