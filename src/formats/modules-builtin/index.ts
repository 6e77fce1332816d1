// SPDX-License-Identifier: GPL-2.0-only
export { moduleName, readModulesBuiltin } from './modules-builtin.js'
