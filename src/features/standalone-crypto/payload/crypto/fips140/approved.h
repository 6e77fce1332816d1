/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Services that /proc/fips140 calls approved, by name or driver name as in
 * /proc/crypto. They are algorithms of FIPS 180-4, 186-5, 197, 198-1 and 202,
 * and of SP 800-38A to 38F, 56A and 90A.
 *
 * The security policy of a certificate decides what is approved; a module
 * built for one may need another list. This one omits what is approved for
 * legacy use only (SHA-1), as a part of another algorithm (rsa), or under
 * conditions that the kernel does not enforce. services.sh removes what needs
 * code outside the module.
 */
"sha224", "sha256", "sha384", "sha512", "sha3-224", "sha3-256", "sha3-384",
"sha3-512",
"hmac(sha224)", "hmac(sha256)", "hmac(sha384)", "hmac(sha512)",
"hmac(sha3-224)", "hmac(sha3-256)", "hmac(sha3-384)", "hmac(sha3-512)",
"cmac(aes)",
"ecb(aes)", "cbc(aes)", "ctr(aes)", "cts(cbc(aes))", "xts(aes)", "kw(aes)",
"ccm(aes)", "gcm(aes)", "rfc3686(ctr(aes))", "rfc4106(gcm(aes))",
"rfc4309(ccm(aes))",
"ecdsa-nist-p256", "ecdsa-nist-p384", "ecdh-nist-p256", "ecdh-nist-p384",
"ffdhe2048(dh)", "ffdhe3072(dh)", "ffdhe4096(dh)", "ffdhe6144(dh)",
"ffdhe8192(dh)",
"pkcs1pad(rsa,sha224)", "pkcs1pad(rsa,sha256)", "pkcs1pad(rsa,sha384)",
"pkcs1pad(rsa,sha512)",
"drbg_nopr_ctr_aes128", "drbg_nopr_ctr_aes192",
"drbg_nopr_ctr_aes256", "drbg_nopr_hmac_sha256", "drbg_nopr_hmac_sha384",
"drbg_nopr_hmac_sha512", "drbg_nopr_sha256", "drbg_nopr_sha384",
"drbg_nopr_sha512", "drbg_pr_ctr_aes128", "drbg_pr_ctr_aes192",
"drbg_pr_ctr_aes256", "drbg_pr_hmac_sha256", "drbg_pr_hmac_sha384",
"drbg_pr_hmac_sha512", "drbg_pr_sha256", "drbg_pr_sha384", "drbg_pr_sha512",
