// SPDX-License-Identifier: GPL-2.0-only
import { ToolError, type ToolErrorOptions } from '../../core/errors.js'

/** Kconfig does not set an option that a build needs, with the rest of the config as it is. */
export class RefusedOption extends ToolError {
  /** Without `CONFIG_`. */
  readonly option: string

  constructor(option: string, options: ToolErrorOptions = {}) {
    super(`This config does not allow CONFIG_${option}`, options)
    this.option = option
  }
}
