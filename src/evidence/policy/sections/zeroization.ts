// SPDX-License-Identifier: GPL-2.0-only
import { facts, type PolicySection, person, table } from '../policy-document.js'
import { type PolicyInputs, ZEROIZERS } from '../policy-inputs.js'

/** Where the code of the module overwrites what was secret: by its relocations, and by its sources. */
export function zeroizationSections({ boundary, sources }: PolicyInputs): PolicySection[] {
  const compiled = boundary.imports
    .filter(({ name }) => ZEROIZERS.includes(name))
    .flatMap(({ name, users }) =>
      users.map(({ object, from }) => [
        object,
        name,
        from.map(each => `${each.name}${each.references > 1 ? ` ×${each.references}` : ''}`).join(' '),
      ]),
    )
    .sort()
  const written = sources
    .filter(({ isLoader }) => !isLoader)
    .flatMap(({ path, zeroizes }) =>
      [...new Set(zeroizes.map(({ callee }) => callee))].map(callee => [
        path,
        callee,
        countedNames(
          zeroizes.filter(each => each.callee === callee).map(({ within }) => within ?? '(no function)'),
        ),
      ]),
    )
  return [
    {
      number: '9',
      title: 'Sensitive security parameter management',
      blocks: [person('The keys and other parameters, their generation, input, output, storage and life.')],
    },
    {
      number: '9.1',
      title: 'Zeroization',
      blocks: [
        facts(
          'The first table is read from relocations. The compiler inlines some of these functions, such as memzero_explicit(), so the second table is read from the sources.',
        ),
        table('Calls in the compiled objects', ['object', 'calls', 'in'], compiled, [0, 1, 2]),
        table('Calls in the sources of the objects', ['source', 'calls', 'in'], written, [0, 1, 2]),
        person('That each parameter is zeroized, and how an operator does it.'),
      ],
    },
  ]
}

function countedNames(names: readonly string[]): string {
  return [...new Set(names)]
    .map(name => {
      const times = names.filter(each => each === name).length
      return times > 1 ? `${name} ×${times}` : name
    })
    .join(' ')
}
