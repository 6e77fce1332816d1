// SPDX-License-Identifier: GPL-2.0-only
export { evaluate, type KconfigValues } from './evaluate.js'
export { conjunctsOf, type Expression, expressionText } from './expression.js'
export { type Attribute, readKconfig, type Statement } from './read-kconfig.js'
