// SPDX-License-Identifier: GPL-2.0-only

export type ActName = 'kexec' | 'hibernate' | 'crash'

/**
 * What the guest is asked to do: dumps, then checks, then dumps. Checks and dumps are scripts of the guest (`dumps/`) or of
 * the parts of its initramfs, by their names without `.sh`. A dump becomes the named text of the result.
 */
export interface GuestRequest {
  readonly before?: readonly string[] | undefined
  readonly checks?: readonly string[] | undefined
  readonly after?: readonly string[] | undefined
  /** Dumps and checks wait for threads whose names begin so to end: at most a minute. */
  readonly settle?: string | undefined
  /** What else the scripts read by `option NAME`, and a list by `words NAME`. No value has a space in it. */
  readonly words?: Readonly<Record<string, string | readonly string[] | undefined>> | undefined
  /**
   * What comes last: another kernel (`/kexec/kernel` and `/kexec/initramfs` of the initramfs), asked for or after a crash, or this one
   * on disk.
   */
  readonly act?: ActName | undefined
  /** For the dump `kallsyms`: the symbols wanted, all when absent. */
  readonly symbols?: readonly string[] | undefined
  /** The dmesg dump is to hold every initcall. */
  readonly initcallDebug?: boolean | undefined
}

/** The request as words of the kernel command line, which the guest reads. */
export function guestWords(request: GuestRequest): string[] {
  const { before, checks, after, settle, words, act, symbols, initcallDebug } = request
  const values = Object.entries({ before, checks, after, settle, symbols, act, ...words })
  return [
    ...values.flatMap(([name, value = '']) => {
      const text = typeof value === 'string' ? value : value.join(',')
      return text === '' ? [] : `kcarve.${name}=${text}`
    }),
    ...(initcallDebug ? ['initcall_debug', 'log_buf_len=4M'] : []),
  ]
}
