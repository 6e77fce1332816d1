// SPDX-License-Identifier: GPL-2.0-only
import type { Fact, KernelIdentity } from './fact.js'

/** A kernel, and all that is said of it. */
export interface KnownKernel {
  /** SHA-256 of its image; null where only its headers, or its vmlinux, were seen. */
  readonly image: string | null
  readonly digests: readonly string[]
  readonly release: string | null
  readonly arch: string | null
  readonly facts: readonly KernelFact[]
}

export interface KernelFact extends Fact {
  readonly by: 'digest' | 'release'
}

/**
 * Sorts facts by the kernel that they are about. Digests that a fact calls those of one kernel are: so a verdict on vmlinux is one
 * on the image. A verdict on headers alone, which have no image, goes to kernels of that release and architecture, unless their
 * Module.symvers is known to be another; to one of its own where there are none.
 */
export function kernelsOf(facts: readonly Fact[]): KnownKernel[] {
  const about = facts.flatMap(fact => (fact.kernel === null ? [] : [{ fact, kernel: fact.kernel }]))
  const exact = grouped(about.filter(({ kernel }) => kernel.digests.length > 0))
  const loose = about.filter(({ kernel }) => kernel.digests.length === 0)
  const strays: About[][] = []
  for (const each of loose) {
    const homes = exact.filter(group => mayBe(group, each.kernel))
    for (const group of homes) group.push(each)
    if (homes.length > 0) continue
    const stray = strays.find(([other]) => other !== undefined && isSame(other.kernel, each.kernel))
    if (stray === undefined) strays.push([each])
    else stray.push(each)
  }
  return [...exact, ...strays].map(kernelOf)
}

interface About {
  readonly fact: Fact
  readonly kernel: KernelIdentity
}

/** Those that share a digest, directly or by others. */
function grouped(about: readonly About[]): About[][] {
  const groups: { readonly digests: Set<string>; readonly about: About[] }[] = []
  for (const each of about) {
    const joined = groups.filter(({ digests }) => each.kernel.digests.some(digest => digests.has(digest)))
    const group = {
      digests: new Set([...joined.flatMap(({ digests }) => [...digests]), ...each.kernel.digests]),
      about: [...joined.flatMap(other => other.about), each],
    }
    for (const other of joined) groups.splice(groups.indexOf(other), 1)
    groups.push(group)
  }
  return groups.map(group => group.about)
}

/** Whether headers may be those of a kernel. */
function mayBe(group: readonly About[], { release, arch, symvers }: KernelIdentity): boolean {
  const own = group.filter(({ kernel }) => kernel.digests.length > 0)
  const known = <Key extends 'release' | 'arch' | 'symvers'>(key: Key) =>
    own.flatMap(({ kernel }) => kernel[key] ?? [])
  return (
    release !== null &&
    known('release').includes(release) &&
    (arch === null || known('arch').length === 0 || known('arch').includes(arch)) &&
    (symvers === null || known('symvers').length === 0 || known('symvers').includes(symvers))
  )
}

const isSame = (a: KernelIdentity, b: KernelIdentity): boolean =>
  a.release === b.release && a.arch === b.arch && a.symvers === b.symvers

function kernelOf(group: readonly About[]): KnownKernel {
  const first = <Key extends 'image' | 'release' | 'arch'>(key: Key) =>
    group.find(({ kernel }) => kernel[key] !== null)?.kernel[key] ?? null
  return {
    image: first('image'),
    digests: [...new Set(group.flatMap(({ kernel }) => kernel.digests))],
    release: first('release'),
    arch: first('arch'),
    facts: group.map(({ fact, kernel }) => ({
      ...fact,
      by: kernel.digests.length > 0 ? 'digest' : 'release',
    })),
  }
}
