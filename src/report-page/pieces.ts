// SPDX-License-Identifier: GPL-2.0-only
import { z } from 'zod'

// What the commands' JSON and the report have in common. JSON has no undefined: what was not known is absent or null.

const orNull = <T extends z.ZodType>(schema: T) => schema.nullish().transform(value => value ?? null)

const crossing = z.object({
  name: z.string(),
  kind: z.enum(['function', 'variable']),
  /** `in`: the kernel uses it of the module. `out`: the module imports it from the kernel. */
  direction: z.enum(['in', 'out']),
  definedIn: orNull(z.string()),
  users: z.array(
    z.object({
      object: z.string(),
      from: z.array(z.object({ name: z.string(), references: z.int().nonnegative() })),
    }),
  ),
  /** Of an import. */
  class: orNull(z.enum(['kernel service', 'named exception', 'cryptography', 'not classed'])),
  because: orNull(z.string()),
})

export const crossings = z.object({
  objects: z.array(z.object({ path: z.string(), bytes: z.number().nonnegative() })),
  symbols: z.array(crossing),
  /** Cryptography that is linked into vmlinux, and why it stays there. */
  outside: orNull(z.array(z.object({ path: z.string(), because: orNull(z.string()) }))),
  /** What the kernel has a second time of the module's functions and tables. */
  copies: orNull(
    z.array(
      z.object({
        object: z.string(),
        symbols: z.array(z.string()),
        kind: z.enum(['copy', 'same code', 'same table', 'same name', 'twin', 'program']),
        because: orNull(z.string()),
      }),
    ),
  ),
})

const initcall = z.object({
  function: z.string(),
  module: orNull(z.string()),
  level: orNull(z.string()),
  /** Seconds since boot. */
  time: orNull(z.number()),
  /** Microseconds. */
  usecs: orNull(z.number().nonnegative()),
  returned: orNull(z.number()),
})

const algorithm = z.object({
  name: z.string(),
  driver: z.string(),
  module: z.string(),
  priority: z.number(),
  selftest: z.string(),
  internal: z.boolean(),
  fips: orNull(z.boolean()),
  type: z.string(),
})

export const boot = z.object({
  kernel: z.enum(['stock', 'carved']),
  /** Empty for the plain boot. */
  scenario: z.string(),
  outcome: z.string(),
  /** Milliseconds of real time. */
  durationMs: z.number(),
  logPath: orNull(z.string()),
  console: z.array(z.object({ line: z.int().positive(), text: z.string() })).default([]),
  algorithms: z.array(algorithm).default([]),
  initcalls: z.array(initcall).default([]),
})

export const check = z.object({
  /** For machines. */
  id: z.string(),
  /** For people: a clause that is true when it has passed. */
  title: z.string(),
  status: z.enum(['pass', 'fail', 'skip']),
  /** What was counted and compared, a line each; of a skipped check why. */
  evidence: z.array(z.string()),
  /** What is not as it should be, a line each. */
  differences: z.array(z.string()),
  /** Empty for the plain boot. */
  scenario: z.string().default(''),
})

export const sizeRow = z.object({
  name: z.string(),
  unit: z.enum(['bytes', 'instructions']),
  stock: orNull(z.number()),
  carved: orNull(z.number()),
})

const partitionRow = z.object({
  partition: z.number(),
  /** Objects in use. */
  stock: z.number().nonnegative(),
  carved: z.number().nonnegative(),
  moduleStock: orNull(z.number().nonnegative()),
  moduleCarved: orNull(z.number().nonnegative()),
})

export const partitions = z.object({ mode: z.enum(['random', 'typed']), rows: z.array(partitionRow) })

export const edit = z.object({
  path: z.string(),
  isNew: z.boolean(),
  added: z.number(),
  removed: z.number(),
  rewritten: z.number(),
  purposes: z.array(z.string()),
  /** Unified. */
  diff: z.string(),
})

export const carve = z.object({
  directories: z.array(
    z.object({
      path: z.string(),
      isPresent: z.boolean(),
      objects: z.array(
        z.object({
          name: z.string(),
          option: orNull(z.string()),
          placement: z.enum(['moves', 'stays', 'module', 'off', 'by config']),
          because: orNull(z.string()),
        }),
      ),
    }),
  ),
})

const verdict = z.enum(['fits', 'to accept', 'not proven', 'breaks'])

export const reuse = z.object({
  verdict,
  kernel: z.object({ path: z.string(), release: orNull(z.string()) }),
  totals: z.object({
    modules: z.number(),
    fits: z.number(),
    breaks: z.number(),
    toAccept: z.number(),
    notProven: z.number(),
    crcs: z.number(),
    crcCompared: z.number(),
    crcChanged: z.number(),
  }),
  reasons: z.array(
    z.object({
      fact: z.string(),
      effect: z.enum(['breaks', 'to accept', 'refused', 'differs', 'unseen']),
      text: z.string(),
      modules: z.array(z.string()),
    }),
  ),
  modules: z.array(z.object({ name: z.string(), verdict })),
})

/** How long modules live over several kernels. */
export const lifetime = z.object({
  verdict,
  kernels: z.array(z.object({ path: z.string(), release: orNull(z.string()) })),
  modules: z.array(
    z.object({
      name: z.string(),
      verdicts: z.array(verdict),
      lives: z.number(),
      reasons: z.array(z.string()),
    }),
  ),
  objects: z.array(
    z.object({
      object: z.string(),
      module: z.string(),
      states: z.array(z.enum(['same', 'other symbol', 'other', 'not seen'])),
      ends: orNull(z.object({ kernel: z.number(), text: z.string() })),
    }),
  ),
  advice: orNull(
    z.array(
      z.object({
        except: z.array(z.string()),
        objects: z.number(),
        lives: z.number(),
        livesAccepted: z.number(),
        algorithms: z.array(z.object({ name: z.string(), letIn: orNull(z.boolean()), isWhole: z.boolean() })),
        duties: z.array(z.string()),
        imports: z.array(z.string()),
      }),
    ),
  ),
})

const ledgerEvidence = z.object({
  text: z.string(),
  answer: z.enum(['yes', 'no']),
  file: z.string(),
  line: orNull(z.number()),
  signature: z.enum(['verified', 'unchecked', 'unsigned']),
  time: z.string(),
  by: z.enum(['digest', 'release']),
})

/** Which kernels carry which certified module, by what evidence. */
export const ledger = z.object({
  directory: z.string(),
  notes: orNull(z.string()),
  time: z.string(),
  keys: z.array(z.object({ path: z.string(), keyid: z.string(), kind: z.string() })),
  modules: z.array(
    z.object({
      sha256: z.string(),
      names: z.array(z.string()),
      certificates: z.array(
        z.object({
          number: z.string(),
          issued: z.string().optional(),
          sunset: z.string().optional(),
          note: z.string().optional(),
        }),
      ),
      evidence: z.array(ledgerEvidence),
      kernels: z.array(
        z.object({
          image: orNull(z.string()),
          release: orNull(z.string()),
          arch: orNull(z.string()),
          carries: z.boolean(),
          inUse: z.boolean(),
          state: z.enum(['proven', 'unproven', 'contradicted']),
          evidence: z.array(ledgerEvidence),
          missing: z.array(z.string()),
        }),
      ),
    }),
  ),
  totals: z.object({
    modules: z.number(),
    certificates: z.number(),
    kernels: z.number(),
    files: z.number(),
    attestations: z.number(),
    signed: z.number(),
  }),
  warnings: z.array(z.object({ kind: z.string(), text: z.string() })),
})

const declared = z.object({ path: z.string(), line: z.number(), text: z.string() })

const cause = z.object({
  kind: z.enum(['header', 'type', 'member', 'name', 'clash', 'other']),
  name: z.string(),
  members: z.array(z.string()),
  change: z.enum(['gone', 'moved', 'changed', 'unreached', 'added', 'unknown']),
  was: orNull(declared),
  is: orNull(declared),
  errors: z.number(),
  files: z.array(z.string()),
})

/** Whether frozen sources compile in another kernel. */
export const sourceReuse = z.object({
  compiles: z.boolean(),
  source: z.object({ path: z.string(), release: orNull(z.string()) }),
  kernel: z.object({ path: z.string(), release: orNull(z.string()) }),
  compiler: z.string(),
  totals: z.object({ files: z.number(), filesWithErrors: z.number(), errors: z.number() }),
  changes: z.array(
    z.object({
      about: z.string(),
      provided: z.boolean(),
      causes: z.array(cause),
      errors: z.number(),
      files: z.array(z.string()),
    }),
  ),
})

export type Check = z.infer<typeof check>
export type SourceReuse = z.infer<typeof sourceReuse>
export type Boot = z.infer<typeof boot>
export type Crossing = z.infer<typeof crossing>
export type CrossingUser = Crossing['users'][number]
export type Initcall = z.infer<typeof initcall>
export type Algorithm = z.infer<typeof algorithm>
export type PartitionRow = z.infer<typeof partitionRow>
export type SizeRow = z.infer<typeof sizeRow>
export type Edit = z.infer<typeof edit>
export type Reuse = z.infer<typeof reuse>
export type Lifetime = z.infer<typeof lifetime>
export type Ledger = z.infer<typeof ledger>
