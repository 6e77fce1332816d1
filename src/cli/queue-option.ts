// SPDX-License-Identifier: GPL-2.0-only
import { UsageError } from '../core/errors.js'

/** For the help of `--queue`. */
export const QUEUE_HELP =
  'a Valkey or Redis server: redis://[USER:PASSWORD@]HOST[:PORT], or rediss:// with TLS; KCARVE_QUEUE takes the URL where the list of processes must not show it'

/** What `--queue` says, or the environment, which the list of processes does not show. Throws UsageError when neither does. */
export function givenQueue(command: string, option: string | undefined): string {
  const url = option ?? process.env.KCARVE_QUEUE
  if (url === undefined || url === '')
    throw new UsageError(`${command}: --queue names the server`, { hint: 'such as --queue redis://HOST' })
  return url
}
