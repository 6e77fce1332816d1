// SPDX-License-Identifier: GPL-2.0-only
import { expect, test } from 'vitest'
import { cryptographyOf } from './cryptography.js'

test.each([
  ['sha256', null, 'SHA-256', 'hash', 'SHA-2', undefined],
  ['sha3-512', null, 'SHA3-512', 'hash', 'SHA-3', undefined],
  ['hmac(sha512)', null, 'HMAC-SHA-512', 'mac', 'HMAC', undefined],
  ['cmac(aes)', null, 'CMAC-AES', 'mac', 'CMAC', undefined],
  ['aes', null, 'AES', 'block-cipher', 'AES', undefined],
  ['__cbc(aes)', null, 'AES-CBC', 'block-cipher', 'AES', 'cbc'],
  ['cts(cbc(aes))', null, 'AES-CTS', 'block-cipher', 'AES', 'cbc'],
  ['xts(aes)', null, 'AES-XTS', 'block-cipher', 'AES', 'other'],
  ['rfc4106(gcm(aes))', null, 'AES-GCM', 'ae', 'AES', 'gcm'],
  ['seqiv(rfc4106(gcm(aes)))', null, 'AES-GCM', 'ae', 'AES', 'gcm'],
  ['rfc4543(gcm(aes))', null, 'AES-GMAC', 'mac', 'AES', 'gcm'],
  ['rfc3686(ctr(aes))', null, 'AES-CTR', 'block-cipher', 'AES', 'ctr'],
  ['kw(aes)', null, 'AES-KW', 'key-wrap', 'AES', 'other'],
  ['xctr(aes)', null, 'xctr(aes)', 'block-cipher', 'AES', 'other'],
  ['ecb(arc4)', null, 'RC4', 'stream-cipher', 'RC4', undefined],
  ['cbc(serpent)', null, 'cbc(serpent)', 'block-cipher', 'Serpent', 'cbc'],
  ['rfc7539(chacha20,poly1305)', null, 'ChaCha20-Poly1305', 'ae', 'ChaCha20', undefined],
  ['rfc7539esp(chacha20,poly1305)', null, 'ChaCha20-Poly1305', 'ae', 'ChaCha20', undefined],
  ['adiantum(xchacha12,aes)', null, 'adiantum(xchacha12,aes)', 'block-cipher', undefined, 'other'],
  ['poly1305', null, 'Poly1305', 'mac', 'Poly1305', undefined],
  ['authenc(hmac(sha256),cbc(aes))', null, 'authenc(hmac(sha256),cbc(aes))', 'ae', undefined, undefined],
  ['pkcs1pad(rsa,sha256)', null, 'RSA-PKCS1-1.5-SHA-256', 'signature', 'RSASSA-PKCS1', undefined],
  ['pkcs1pad(rsa)', null, 'RSA-PKCS1-1.5', 'pke', 'RSAES-PKCS1', undefined],
  ['ecdsa-nist-p384', null, 'ECDSA-P-384', 'signature', 'ECDSA', undefined],
  ['x962(ecdsa-nist-p256)', null, 'ECDSA-P-256', 'signature', 'ECDSA', undefined],
  ['ecdh-nist-p256', null, 'ECDH-P-256', 'key-agree', 'ECDH', undefined],
  ['ffdhe2048(dh)', null, 'FFDH-ffdhe2048', 'key-agree', 'FFDH', undefined],
  ['stdrng', 'drbg_nopr_ctr_aes256', 'CTR_DRBG-AES-256', 'drbg', 'CTR_DRBG', undefined],
  ['stdrng', 'drbg_pr_hmac_sha512', 'HMAC_DRBG-SHA-512', 'drbg', 'HMAC_DRBG', undefined],
  ['stdrng', 'drbg_nopr_sha256', 'Hash_DRBG-SHA-256', 'drbg', 'Hash_DRBG', undefined],
  ['crc32c', null, 'crc32c', 'other', undefined, undefined],
  ['something(new)', null, 'something(new)', 'unknown', undefined, undefined],
])('%s of driver %s is %s', (name, driver, expected, primitive, family, mode) => {
  expect(cryptographyOf(name, driver)).toMatchObject({ name: expected, primitive })
  expect(cryptographyOf(name, driver).family).toBe(family)
  expect(cryptographyOf(name, driver).mode).toBe(mode)
})

test('an elliptic curve is called what the registry calls it', () => {
  expect(cryptographyOf('ecdh-nist-p384').curve).toBe('nist/P-384')
  expect(cryptographyOf('curve25519').curve).toBe('other/Curve25519')
})
