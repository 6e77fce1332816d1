// SPDX-License-Identifier: GPL-2.0-only

/** How a caller asks at run time. A test holds the answers against the sources of the module. */
export interface Indicator {
  readonly service: string
  readonly how: string
  readonly answers: readonly string[]
}

export const INDICATORS: readonly Indicator[] = [
  {
    service: 'Show the name of the module',
    how: 'read the line name: of /proc/fips140',
    answers: ['fips140'],
  },
  {
    service: 'Show the version of the module',
    how: 'read the line version: of /proc/fips140',
    answers: ['the version'],
  },
  {
    service: 'Show the digest of the module',
    how: 'read the line hmac(sha256): of /proc/fips140',
    answers: ['64 hexadecimal digits'],
  },
  {
    service: 'Show whether the kernel is in FIPS mode',
    how: 'read /proc/sys/crypto/fips_enabled',
    answers: ['1', '0'],
  },
  {
    service: 'Show the result of the integrity check',
    how: 'read /sys/module/fips140/integrity, or the line integrity: of /proc/fips140',
    answers: ['passed', 'not checked'],
  },
  {
    service: 'Show whether a service is approved',
    how: 'find the line that ends in the name and the driver of the algorithm in /proc/fips140',
    answers: ['approved', 'not approved'],
  },
  {
    service: 'Show whether an algorithm has passed its self-test',
    how: 'read selftest of its entry in /proc/crypto',
    answers: ['passed', 'unknown'],
  },
  {
    service: 'Run the integrity check and all self-tests on demand',
    how: 'write 1 to /sys/module/fips140/selftest, with CAP_SYS_ADMIN; the write returns when they are done',
    answers: ['success', 'EIO', 'EPERM'],
  },
  {
    service: 'Show the result of the last self-tests on demand',
    how: 'read /sys/module/fips140/selftest, or the line self-tests on demand: of /proc/fips140',
    answers: ['not run', 'running', 'passed', 'failed'],
  },
]
