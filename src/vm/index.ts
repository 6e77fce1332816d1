// SPDX-License-Identifier: GPL-2.0-only
export { type BootOptions, type BootResult, bootKernel } from './boot.js'
export { countInstructions, type InstructionCounts } from './count-instructions.js'
export { compileProgram } from './guest/compile-program.js'
export { hostProgram } from './guest/host-program.js'
export type { ActName, GuestRequest } from './guest/request.js'
export { buildInitramfs, type GuestPart, type InitramfsOptions } from './initramfs.js'
export { stageModules } from './stage-modules.js'
