// SPDX-License-Identifier: GPL-2.0-only
export { countObjects } from './count-objects.js'
export {
  type DirectoryObjects,
  directoryObjects,
  type KbuildObject,
  type MakefileContext,
} from './directory-objects.js'
