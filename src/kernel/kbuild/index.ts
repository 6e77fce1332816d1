// SPDX-License-Identifier: GPL-2.0-only
export { countObjects } from './count-objects.js'
export {
  directoryObjects,
  type KbuildObject,
} from './directory-objects.js'
export { COMPILER_HEADERS, objectFlags } from './object-flags.js'
