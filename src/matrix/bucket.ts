// SPDX-License-Identifier: GPL-2.0-only

/** A bucket of a store that speaks S3, and what the names in it begin with. */
export interface Bucket {
  readonly name: string
  /** Without a slash at either end; may be empty. */
  readonly prefix: string
}

const SCHEME = 's3://'
/** The names that S3 allows, and of prefixes the characters that need no quoting. */
const BUCKET = /^s3:\/\/(?<name>[a-z0-9][a-z0-9.-]{1,61}[a-z0-9])(?:\/(?<prefix>[\w!.*'()/-]*))?$/

/** Whether somebody means a bucket. */
export const isBucket = (text: string): boolean => text.startsWith(SCHEME)

/** `s3://BUCKET/PREFIX`; undefined for anything else. */
export function bucketNamed(text: string): Bucket | undefined {
  const { name, prefix = '' } = BUCKET.exec(text)?.groups ?? {}
  return name === undefined ? undefined : { name, prefix: prefix.replace(/^\/+|\/+$/g, '') }
}
