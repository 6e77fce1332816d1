// SPDX-License-Identifier: GPL-2.0-only
import { suiteConfig } from '../suite-config.js'

// The report's page in Debian's Chromium: under half a minute.
export default suiteConfig('browser', { testTimeout: 60_000, hookTimeout: 60_000 })
