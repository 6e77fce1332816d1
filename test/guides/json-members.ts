// SPDX-License-Identifier: GPL-2.0-only

/** What docs/json.md says of a schema: members that are always there, and those that may be. */
export interface DocumentedSchema {
  readonly always: readonly string[]
  readonly sometimes: readonly string[]
}

/** The schemas of docs/json.md, by name (`kcarve/plan/2`). */
export function documentedSchemas(markdown: string): ReadonlyMap<string, DocumentedSchema> {
  const [, ...sections] = markdown.split(/^## /m)
  return new Map(
    sections.flatMap(section => {
      const [title = ''] = section.split('\n')
      return title.startsWith('kcarve/') ? [[title, membersOf(section)] as const] : []
    }),
  )
}

/** Of each row of the table, what is in backticks in its first cell. */
function membersOf(section: string): DocumentedSchema {
  const cells = [...section.matchAll(/^\| (`[^|]*) \|/gm)].map(([, cell = '']) => cell)
  const names = cells.flatMap(cell => [...cell.matchAll(/`([^`]+)`/g)].map(([, name = '']) => name))
  return {
    always: names.filter(name => !name.endsWith('?')),
    sometimes: names.filter(name => name.endsWith('?')).map(name => name.slice(0, -1)),
  }
}

/** How an object that a command printed is not as documented; empty when it is. */
export function deviations(
  printed: { readonly schema: string },
  schemas: ReadonlyMap<string, DocumentedSchema>,
): string[] {
  const { schema, ...members } = printed
  const documented = schemas.get(schema)
  if (documented === undefined) return [`${schema} is not documented`]
  const { always, sometimes } = documented
  const known = [...always, ...sometimes]
  return [
    ...Object.keys(members)
      .filter(name => !known.includes(name))
      .map(name => `${schema}: ${name} is not documented`),
    ...always.filter(name => !(name in members)).map(name => `${schema}: there is no ${name}`),
  ]
}
