// SPDX-License-Identifier: GPL-2.0-only

/** What a boot printed of /proc/fips140. */
export interface StatusReport {
  readonly version: string | undefined
  /** HMAC-SHA256 of the module, hexadecimal. */
  readonly hmac: string | undefined
  readonly integrity: string | undefined
  readonly services: readonly ReportedService[]
}

export interface ReportedService {
  readonly isApproved: boolean
  readonly name: string
  readonly driver: string
}

/** Reads any text; what is not in it is undefined. */
export function readStatusReport(text: string): StatusReport {
  const field = (name: string) =>
    text
      .split('\n')
      .find(line => line.startsWith(`${name}: `))
      ?.slice(name.length + 2)
  return {
    version: field('version'),
    hmac: field('hmac(sha256)'),
    integrity: field('integrity'),
    services: text.split('\n').flatMap(line => {
      const [, not, name, driver] = /^(not )?approved: (\S+) (\S+)$/.exec(line) ?? []
      return name === undefined || driver === undefined
        ? []
        : [{ isApproved: not === undefined, name, driver }]
    }),
  }
}
