// SPDX-License-Identifier: GPL-2.0-only
// Names that the carved kernel gives its parts.

export const MODULE_NAME = 'fips140'
/** Section of vmlinux that holds the module's file, and the symbols around it. */
export const EMBEDDED = {
  section: '.fips140_embedded',
  start: '_binary_fips140_ko_start',
  end: '_binary_fips140_ko_end',
} as const
/** Section of vmlinux that holds the trampolines, and the symbols around it. */
export const REDIRECTS = {
  section: '.fips140_redirect',
  start: '__fips140_redirect_start',
  end: '__fips140_redirect_end',
} as const
/** Section of the module that holds its descriptor. */
export const DESCRIPTOR_SECTION = '.fips140_desc'
/** What `ld --wrap` puts before the name of a redirected symbol. */
export const WRAP_PREFIX = '__wrap_'
