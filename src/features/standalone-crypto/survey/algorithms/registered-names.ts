// SPDX-License-Identifier: GPL-2.0-only

/**
 * The algorithms and templates that a C source registers, by name (`sha256`, `hmac`): what it assigns to cra_name, and the names
 * of its struct crypto_template. A random number generator, whose name is stdrng like that of any other, goes by its driver.
 * An internal one, whose name begins with underscores, counts as the one that simd_register_*() makes of it.
 */
export function registeredNames(source: string): string[] {
  const templates = [...source.matchAll(TEMPLATES)].map(([body]) => body)
  const names = [
    ...valuesOf('cra_name', source).filter(name => name !== 'stdrng'),
    ...(/"stdrng"/.test(source) ? valuesOf('cra_driver_name', source) : []),
    ...templates.flatMap(body => valuesOf('name', body)),
  ]
  return [...new Set(names.map(name => name.replace(/^_+/, '')))]
}

const valuesOf = (member: string, source: string): string[] =>
  Array.from(source.matchAll(new RegExp(`\\.${member}\\s*=\\s*"([^"\\n]+)"`, 'g')), ([, value = '']) => value)

/** The value of one, or of an array of them, up to the brace at the beginning of a line. */
const TEMPLATES = /\bstruct crypto_template \w+(?:\[\])?\s*=\s*\{[\s\S]*?\n\}/g
