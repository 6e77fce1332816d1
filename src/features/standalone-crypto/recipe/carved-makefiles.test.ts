// SPDX-License-Identifier: GPL-2.0-only
import { expect, test } from 'vitest'
import { carveAssignment } from './carved-makefiles.js'

test('an obj- assignment is carved, with an option and without one', () => {
  expect(carveAssignment('obj-$(CONFIG_CRYPTO_AES) += aes_generic.o')).toBe(
    'crypto-objs-$(CONFIG_CRYPTO_AES) += aes_generic.o',
  )
  expect(carveAssignment('  obj-$(CONFIG_A)\t+= sub/')).toBe('  crypto-objs-$(CONFIG_A)\t+= sub/')
  expect(carveAssignment('obj-y\t+= chacha.o')).toBe('crypto-objs-y\t+= chacha.o')
})

test('composites, flags, rules and what is carved already stay as they are', () => {
  for (const line of [
    'obj-m += a.o',
    'rsa_generic-y := rsapubkey.asn1.o',
    'chacha-x86_64-$(CONFIG_AS_AVX512) += chacha-avx512vl-x86_64.o',
    '$(obj)/rsa_helper.o: $(obj)/rsapubkey.asn1.h',
    'CFLAGS_jitterentropy.o = -O0',
    'crypto-objs-$(CONFIG_CRYPTO_AES) += aes_generic.o',
  ]) {
    expect(carveAssignment(line)).toBe(line)
  }
})
