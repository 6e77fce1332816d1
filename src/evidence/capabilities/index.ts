// SPDX-License-Identifier: GPL-2.0-only
export { type Capabilities, capabilitiesOf, keyText } from './capabilities.js'

export { libraryCryptography } from './library-cryptography.js'
export type { Cryptography } from './vocabulary.js'
