// SPDX-License-Identifier: GPL-2.0-only
export { type BootOptions, type BootOutcome, type BootResult, bootKernel } from './boot.js'
export { classifyLine } from './console/classify-line.js'
export type { ConsoleEvent } from './console/event.js'
export { type CountOptions, countInstructions, type InstructionCounts } from './count-instructions.js'
export { compileProgram } from './guest/compile-program.js'
export { guestDirectory } from './guest/guest-directory.js'
export { hostProgram } from './guest/host-program.js'
export {
  type ActName,
  type CheckName,
  type DumpName,
  type GuestRequest,
  guestWords,
} from './guest/request.js'
export { buildInitramfs, type GuestPart, type InitramfsOptions } from './initramfs.js'
export { type MachineOptions, qemuArguments } from './qemu-arguments.js'
export { type StageModulesOptions, stageModules } from './stage-modules.js'
