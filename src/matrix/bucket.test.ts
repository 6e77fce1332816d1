// SPDX-License-Identifier: GPL-2.0-only
import { expect, test } from 'vitest'
import { bucketNamed } from './bucket.js'

test('a bucket has a name, and may have a prefix', () => {
  expect(bucketNamed('s3://kernels')).toEqual({ name: 'kernels', prefix: '' })
  expect(bucketNamed('s3://kernels.example-1/nightly/')).toEqual({
    name: 'kernels.example-1',
    prefix: 'nightly',
  })
  expect(bucketNamed('s3://kernels/a/b')).toEqual({ name: 'kernels', prefix: 'a/b' })
})

test.each(['', '/srv/kernels', 's3://', 's3:///nightly', 's3://Kernels', 's3://k', 's3://kernels/a b'])(
  '%j names none',
  text => {
    expect(bucketNamed(text)).toBeUndefined()
  },
)
