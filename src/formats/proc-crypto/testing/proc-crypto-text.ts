// SPDX-License-Identifier: GPL-2.0-only

/** Two entries of /proc/crypto: one that the module serves, and one of the kernel. */
export const PROC_CRYPTO = `name         : cbc(aes)
driver       : cbc-aes-aesni
module       : demo
priority     : 400
refcnt       : 1
selftest     : passed
internal     : no
fips         : yes
type         : skcipher
async        : no
blocksize    : 16
min keysize  : 16
max keysize  : 32

name         : jitterentropy_rng
driver       : jitterentropy_rng
module       : kernel
priority     : -1
refcnt       : 2
selftest     : unknown
internal     : yes
type         : rng
seedsize     : 0

`
