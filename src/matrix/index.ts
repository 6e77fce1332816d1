// SPDX-License-Identifier: GPL-2.0-only
export { type Bucket, bucketNamed, isBucket } from './bucket.js'
export { type Estimate, estimateFrom, timeLeft } from './estimate.js'
export { expand, type NamedAction, type NamedTree, type Wanted } from './expand.js'
export { type ReadMatrix, readMatrix } from './file/read-matrix.js'
export type { ConfigEntry, MatrixFile, ToolchainEntry } from './file/schema.js'
export {
  type Cell,
  cellKey,
  type Job,
  type JobAction,
  type JobConfig,
  type JobSource,
  jobIdentity,
  jobSchema,
} from './job.js'
export {
  type DoneJob,
  isRegression,
  type MatrixRun,
  type RunRecord,
  recordOf,
  totalsOf,
} from './matrix-run.js'
export { type JobResult, type JobState, resultSchema, type StoredJob } from './result.js'
export { schedule } from './schedule.js'
export { jobDirectory, keepResult, newJobDirectory, storedResult, storedResults } from './store.js'
