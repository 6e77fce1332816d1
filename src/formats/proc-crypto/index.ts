// SPDX-License-Identifier: GPL-2.0-only
export { type CryptoAlgorithm, readProcCrypto } from './read-proc-crypto.js'
