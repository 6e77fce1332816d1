// SPDX-License-Identifier: GPL-2.0-only
export { type Fact, factOf } from './fact.js'
export type * from './ledger-report.js'
export { makeLedger } from './make-ledger.js'
export { type LedgerNotes, type NotedCertificate, readNotes } from './notes.js'
