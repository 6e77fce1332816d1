// SPDX-License-Identifier: GPL-2.0-only
import type { Declaration, Declarations } from './declarations.js'
import type { Cause, CompatibilityPatch, DeclaredAt } from './source-report.js'
import type { ErrorSubject } from './subject.js'

/** An error, by the frozen file that cannot be compiled, and the line of it that it comes from. */
export interface Problem {
  readonly subject: ErrorSubject
  readonly file: string
  readonly line: string
}

/** What the headers of both kernels say, by the names that `namesOf()` gives. */
export interface Headers {
  readonly before: Declarations
  readonly after: Declarations
  /** By name: where a header was, and the header of the new kernel that has what it declared. */
  readonly moved: ReadonlyMap<string, { readonly was: string | undefined; readonly is: string | undefined }>
}

/** The names to be looked up in the headers for these problems. */
export function namesOf(problems: readonly Problem[]): ReadonlySet<string> {
  return new Set(
    problems.flatMap(({ subject, line }) =>
      subject.kind === 'header'
        ? []
        : subject.kind === 'other'
          ? wordsIn(`${line} ${subject.name}`)
          : [subject.name, ...macrosIn(line)],
    ),
  )
}

/** Groups errors by what the new kernel has otherwise: one cause however many errors come of it. */
export function causesOf(problems: readonly Problem[], headers: Headers): readonly Cause[] {
  const groups = new Map<
    string,
    { subject: ErrorSubject; members: Set<string>; files: Set<string>; errors: number }
  >()
  for (const problem of problems) {
    const subject = understood(problem, problems, headers)
    const { member } = subject
    const key = keyOf(subject, headers)
    const group = groups.get(key) ?? { subject, members: new Set(), files: new Set(), errors: 0 }
    if (member !== undefined) group.members.add(member)
    group.files.add(problem.file)
    group.errors++
    groups.set(key, group)
  }
  return [...groups.values()]
    .map(({ subject, members, files, errors }) => ({
      kind: subject.kind,
      name: subject.name,
      members: [...members].sort(),
      ...changeOf(subject, members, headers),
      errors,
      files: [...files].sort(),
    }))
    .sort((a, b) => b.files.length - a.files.length || b.errors - a.errors || (a.name < b.name ? -1 : 1))
}

/** What the new kernel's files would have to offer again, by file. */
export function patchesFor(causes: readonly Cause[]): readonly CompatibilityPatch[] {
  const names = new Map<string, string[]>()
  for (const { kind, name, members, is, was } of causes) {
    const path = kind === 'header' ? was?.path : (is ?? was)?.path
    if (path === undefined || kind === 'other') continue
    const what = members.length > 0 ? members.map(member => `${name}.${member}`) : [name]
    names.set(path, [...(names.get(path) ?? []), ...(kind === 'header' ? ['the header itself'] : what)])
  }
  return [...names].map(([path, list]) => ({ path, names: list })).sort((a, b) => (a.path < b.path ? -1 : 1))
}

/**
 * An error that says nothing by itself is about what another error in that file is about, or about a name that has changed. One about a name that
 * neither kernel declares is about the macro that was given it, if that has changed.
 */
function understood(
  { subject, file, line }: Problem,
  problems: readonly Problem[],
  headers: Headers,
): ErrorSubject {
  if (subject.kind === 'name') {
    const macro = isUnknown(subject.name, headers)
      ? macrosIn(line).find(word => hasChanged(word, headers))
      : undefined
    return macro === undefined ? subject : { kind: 'name', name: macro }
  }
  if (subject.kind !== 'other') return subject
  const words = wordsIn(`${line} ${subject.name}`)
  const known = problems.find(
    other =>
      other.file === file && other.subject.kind !== 'other' && words.includes(bare(other.subject.name)),
  )
  if (known !== undefined) return { kind: known.subject.kind, name: known.subject.name }
  const name = words.find(word => hasChanged(word, headers))
  return name === undefined ? subject : { kind: name.includes(' ') ? 'type' : 'name', name }
}

/** Members that are gone are one cause, one that is still there is another. */
function keyOf({ kind, name, member }: ErrorSubject, headers: Headers): string {
  if (kind === 'header' || kind === 'other') return `${kind} ${name}`
  if (member === undefined) return name
  const [, is] = pairOf(name, headers)
  return memberIn(is, member) === undefined ? `${name}.` : `${name}.${member}`
}

function hasChanged(name: string, headers: Headers): boolean {
  const [was, is] = pairOf(name, headers)
  return was !== undefined && (is === undefined || is.path !== was.path || is.text !== was.text)
}

function isUnknown(name: string, headers: Headers): boolean {
  const [was, is] = pairOf(name, headers)
  return was === undefined && is === undefined
}

/** A line that is a call of a macro, such as MODULE_LICENSE(). */
const macrosIn = (line: string): string[] => /^\s*([A-Z][A-Z0-9_]{3,})\s*\(/.exec(line)?.slice(1) ?? []

const bare = (name: string) => name.replace(/^.* /, '')
/** Names, and types with what they are. */
const wordsIn = (line: string): string[] => [
  ...new Set([
    ...(line.match(/\b(?:struct|union|enum) \w+/g) ?? []),
    ...(line.match(/\b[A-Za-z_]\w{3,}\b/g) ?? []),
  ]),
]

function changeOf(
  { kind, name }: ErrorSubject,
  members: ReadonlySet<string>,
  headers: Headers,
): Pick<Cause, 'change' | 'was' | 'is'> {
  if (kind === 'header') {
    const { was, is } = headers.moved.get(name) ?? { was: undefined, is: undefined }
    return { change: is === undefined ? 'gone' : 'moved', was: headerAt(was), is: headerAt(is) }
  }
  if (kind === 'other') return { change: 'unknown', was: null, is: null }
  const [was, is] = pairOf(name, headers)
  const places = { was: declaredAt(was), is: declaredAt(is) }
  if (is === undefined) return { change: was === undefined ? 'unknown' : 'gone', ...places }
  if (members.size > 0) return membersChange([...members], was, is)
  if (was === undefined) return { change: 'added', ...places }
  if (was.path !== is.path && (kind === 'type' || was.text === is.text)) return { change: 'moved', ...places }
  return { change: was.text === is.text || kind === 'type' ? 'unreached' : 'changed', ...places }
}

function membersChange(
  [member = '']: readonly string[],
  was: Declaration | undefined,
  is: Declaration,
): Pick<Cause, 'change' | 'was' | 'is'> {
  const [before, after] = [memberIn(was, member), memberIn(is, member)]
  return after === undefined
    ? { change: 'gone', was: declaredAt(was), is: declaredAt(is) }
    : { change: 'changed', was: declaredAt(before), is: declaredAt(after) }
}

/** How a type declares a member, the line being that of the type. */
function memberIn(type: Declaration | undefined, member: string): Declaration | undefined {
  const text = new RegExp(`[^;{}]*\\b${member}\\b(?=\\)? ?[(;,:[])[^;{}]*`).exec(type?.text ?? '')?.[0]
  return text === undefined || type === undefined ? undefined : { ...type, text: text.trim() }
}

/** In both kernels: in the same header when that is possible. */
function pairOf(
  name: string,
  { before, after }: Headers,
): [Declaration | undefined, Declaration | undefined] {
  const [was, is] = [before.get(name) ?? [], after.get(name) ?? []]
  const both = was.find(each => is.some(({ path }) => path === each.path))
  return both === undefined ? [was[0], is[0]] : [both, is.find(({ path }) => path === both.path)]
}

const declaredAt = (found: Declaration | undefined): DeclaredAt | null =>
  found === undefined ? null : { path: found.path, line: found.line, text: found.text }
const headerAt = (path: string | undefined): DeclaredAt | null =>
  path === undefined ? null : { path, line: 1, text: '' }
