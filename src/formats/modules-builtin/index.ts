// SPDX-License-Identifier: GPL-2.0-only
export { type BuiltinModule, moduleName, readModulesBuiltin } from './modules-builtin.js'
