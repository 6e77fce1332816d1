// SPDX-License-Identifier: GPL-2.0-only
import fc from 'fast-check'

/** A way to damage bytes; places count modulo what there is. */
type Damage =
  | { readonly how: 'flip'; readonly at: number; readonly bit: number }
  | { readonly how: 'set'; readonly at: number; readonly width: 1 | 2 | 4 | 8; readonly value: bigint }
  | { readonly how: 'cut'; readonly at: number }
  | { readonly how: 'remove' | 'double' | 'zero'; readonly at: number; readonly length: number }
  | { readonly how: 'copy'; readonly at: number; readonly to: number; readonly length: number }
  | { readonly how: 'noise'; readonly at: number; readonly bytes: Uint8Array }

// Without the usual bias to small numbers: the headers are at the start, and the rest is to be damaged too.
const place = fc.noBias(fc.nat({ max: 2 ** 30 }))
const length = fc.oneof(fc.constantFrom(1, 4, 8, 12, 24, 64), fc.nat({ max: 300 }))
const value = fc.oneof(
  fc.constantFrom(
    ...[0n, 1n, 2n, 0x7fn, 0x80n, 0xffn, 0xfff1n, 0xffffn, 0x7fffffffn, 0x80000000n, 0xfffffff0n],
    ...[0xffffffffn, 0x100000000n, 2n ** 53n - 1n, 2n ** 53n, 2n ** 63n - 1n, 2n ** 63n, 2n ** 64n - 1n],
  ),
  fc.bigInt({ min: 0n, max: 4096n }),
  fc.bigInt({ min: 0n, max: 2n ** 64n - 1n }),
)

const damage: fc.Arbitrary<Damage> = fc.oneof(
  {
    weight: 3,
    arbitrary: fc.record({ how: fc.constant('flip' as const), at: place, bit: fc.nat({ max: 7 }) }),
  },
  {
    weight: 8,
    arbitrary: fc.record({
      how: fc.constant('set' as const),
      at: place,
      width: fc.constantFrom(1 as const, 2 as const, 4 as const, 8 as const),
      value,
    }),
  },
  { weight: 1, arbitrary: fc.record({ how: fc.constant('cut' as const), at: place }) },
  {
    weight: 2,
    arbitrary: fc.record({ how: fc.constantFrom('remove', 'double', 'zero'), at: place, length }),
  },
  { weight: 1, arbitrary: fc.record({ how: fc.constant('copy' as const), at: place, to: place, length }) },
  {
    weight: 1,
    arbitrary: fc.record({
      how: fc.constant('noise' as const),
      at: place,
      bytes: fc.uint8Array({ minLength: 1, maxLength: 64 }),
    }),
  },
)

/** Mostly one: what is damaged in many places is refused at the first of them. */
const damages = fc.oneof(
  { weight: 2, arbitrary: damage.map(each => [each]) },
  { weight: 1, arbitrary: fc.array(damage, { minLength: 2, maxLength: 4 }) },
)

/** Bytes that were one of the seeds before something happened to them; now and then bytes that never made sense. */
export function damagedBytes(seeds: readonly Uint8Array[]): fc.Arbitrary<Uint8Array> {
  const damaged = fc
    .tuple(fc.nat({ max: Math.max(seeds.length - 1, 0) }), damages)
    .map(([which, changes]) => changes.reduce(apply, seeds[which] ?? new Uint8Array()))
  return fc.oneof(
    { weight: 19, arbitrary: damaged },
    { weight: 1, arbitrary: fc.uint8Array({ maxLength: 400 }) },
  )
}

function apply(bytes: Uint8Array, change: Damage): Uint8Array {
  if (bytes.length === 0) return bytes
  const at = change.at % bytes.length
  switch (change.how) {
    case 'flip': {
      const changed = Uint8Array.from(bytes)
      changed[at] = (changed[at] ?? 0) ^ (1 << change.bit)
      return changed
    }
    case 'set': {
      const changed = Uint8Array.from(bytes)
      // Fields are aligned to their size.
      const start = at - (at % change.width)
      for (let index = 0; index < change.width && start + index < changed.length; index++) {
        changed[start + index] = Number((change.value >> BigInt(index * 8)) & 0xffn)
      }
      return changed
    }
    case 'cut':
      return bytes.slice(0, at)
    case 'remove':
      return Buffer.concat([bytes.subarray(0, at), bytes.subarray(at + change.length)])
    case 'double':
      return Buffer.concat([bytes.subarray(0, at + change.length), bytes.subarray(at)])
    case 'zero': {
      const changed = Uint8Array.from(bytes)
      return changed.fill(0, at, at + change.length)
    }
    case 'copy': {
      const changed = Uint8Array.from(bytes)
      return changed.copyWithin(change.to % bytes.length, at, at + change.length)
    }
    case 'noise': {
      const changed = Uint8Array.from(bytes)
      changed.set(change.bytes.subarray(0, changed.length - at), at)
      return changed
    }
  }
}
