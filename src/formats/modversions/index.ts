// SPDX-License-Identifier: GPL-2.0-only
export { type ModuleVersion, readExtendedModversions, readModversions } from './read-modversions.js'
