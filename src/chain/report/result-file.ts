// SPDX-License-Identifier: GPL-2.0-only

/** Of a result that is kept, in the directory of a run's logs. */
export const RESULT_FILE = 'result.json'
