// SPDX-License-Identifier: GPL-2.0-only
export { memoryClasses, queueName } from './labels.js'
export { type Answer, packFiles, unpackFiles } from './messages.js'
export { type Outcome, putJobs, type QueuedJob } from './put-jobs.js'
export { checkServer, type QueueServer, queueServer } from './server.js'
export { takeJobs, type WorkerEvent } from './take-jobs.js'
