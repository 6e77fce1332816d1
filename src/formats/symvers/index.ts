// SPDX-License-Identifier: GPL-2.0-only
export { readSymvers } from './symvers.js'
