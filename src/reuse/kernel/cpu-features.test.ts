// SPDX-License-Identifier: GPL-2.0-only
import { expect, test } from 'vitest'
import { readCpuFeatures } from './cpu-features.js'

test('features and bugs get the number that alternatives use', () => {
  const features = readCpuFeatures(`
#define NCAPINTS			22	   /* N 32-bit words worth of info */
#define NBUGINTS			2	   /* N 32-bit bug flags */
#define X86_FEATURE_FPU			( 0*32+ 0) /* Onboard FPU */
#define X86_FEATURE_AVX512F		( 9*32+16) /* Foundation */
#define X86_FEATURE_AGAIN		( 9*32+16) /* the same */
#define X86_BUG(x)			(NCAPINTS*32 + (x))
#define X86_BUG_F00F			X86_BUG(0) /* Intel F00F */
#define X86_BUG_VMSCAPE			X86_BUG( 1*32+10) /* CPU is affected */
`)
  expect(features?.end).toBe(24 * 32)
  expect([...(features?.names ?? [])]).toEqual([
    [0, 'FEATURE_FPU'],
    [304, 'FEATURE_AVX512F'],
    [704, 'BUG_F00F'],
    [746, 'BUG_VMSCAPE'],
  ])
  expect(readCpuFeatures('nothing')).toBeUndefined()
})
