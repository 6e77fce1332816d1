// SPDX-License-Identifier: GPL-2.0-only
import { UsageError } from '../../core/errors.js'

/** Scripts of guest/restarts, in the order in which they are done: this kernel from disk, the same one anew, and the same one after a crash. */
export const RESTARTS = ['hibernation', 'kexec', 'kdump'] as const
export type RestartName = (typeof RESTARTS)[number]

/** Reads names separated by commas, in any order; throws UsageError for one that is not known. */
export function restartsNamed(text: string): RestartName[] {
  const named = text.split(',')
  const unknown = named.find(name => !RESTARTS.some(each => each === name))
  if (unknown !== undefined) {
    throw new UsageError(`There is no restart “${unknown}”`, { hint: `known: ${RESTARTS.join(', ')}` })
  }
  return RESTARTS.filter(name => named.includes(name))
}

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
  /** What comes last, each with the result of a check. The guest and its machine need what restartNeeds says. */
  readonly restarts?: readonly RestartName[] | undefined
  /** Checks that have to pass again after each restart. */
  readonly again?: readonly string[] | undefined
  /** For the dump `kallsyms`: the symbols wanted, all when absent. */
  readonly symbols?: readonly string[] | undefined
  /** The dmesg dump is to hold every initcall. */
  readonly initcallDebug?: boolean | undefined
}

/** The request as words of the kernel command line, which the guest reads. */
export function guestWords(request: GuestRequest): string[] {
  const { before, checks, after, settle, restarts, again, words, symbols, initcallDebug } = request
  const values = Object.entries({ before, checks, after, settle, restarts, again, symbols, ...words })
  return [
    ...values.flatMap(([name, value = '']) => {
      const text = typeof value === 'string' ? value : value.join(',')
      return text === '' ? [] : `kcarve.${name}=${text}`
    }),
    ...(initcallDebug ? ['initcall_debug', 'log_buf_len=4M'] : []),
  ]
}
