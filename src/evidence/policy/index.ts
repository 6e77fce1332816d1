// SPDX-License-Identifier: GPL-2.0-only
export { type Component, componentsOf } from './components.js'
export { policyMarkdown, TO_WRITE } from './markdown.js'
export type * from './policy-document.js'
export { policyInputs } from './policy-inputs.js'
export { securityPolicy } from './security-policy.js'
export { attestedTests, type TestedConfiguration } from './tested-configurations.js'
