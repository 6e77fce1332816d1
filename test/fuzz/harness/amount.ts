// SPDX-License-Identifier: GPL-2.0-only

/** How much is tried, and from which seed: a slice in `npm test`, always the same; all of it in `npm run test:fuzz`. */
export interface Amount {
  /** Inputs for a reader of weight 1. */
  readonly inputs: number
  readonly seed: number
}

/** KCARVE_FUZZ_INPUTS and KCARVE_FUZZ_SEED of the environment say otherwise. */
export function amount(env: NodeJS.ProcessEnv = process.env): Amount {
  return { inputs: Number(env.KCARVE_FUZZ_INPUTS ?? 60), seed: Number(env.KCARVE_FUZZ_SEED ?? 1) }
}
