// SPDX-License-Identifier: GPL-2.0-only
import { tristate } from '../../formats/dot-config/index.js'
import type { KernelExport } from '../kernel/kernel-facts.js'
import type { ModuleFacts } from '../module/module-facts.js'
import type { Finding } from '../reuse-report.js'
import type { Judge } from './judge-input.js'

/** Each import is exported: by the kernel, or by a module that moves along. */
export const judgeImports: Judge = ({ module, kernel, companions, companionNames }) => {
  if (kernel.exports.size === 0 && module.imports.length > 0) {
    return [{ fact: 'imports', effect: 'unseen', text: 'what the kernel exports is not known' }]
  }
  const strangers = module.depends.filter(name => !companionNames.has(name))
  return module.imports.flatMap((name): Finding[] => {
    const found = kernel.exports.get(name)
    if (found !== undefined && module.contract !== undefined && found.provider !== 'vmlinux') {
      const text = `${name} is exported by ${found.provider}, and no module is there when this one is loaded`
      return [{ fact: 'imports', effect: 'breaks', text }]
    }
    if (found !== undefined || companions.has(name)) return []
    if (!kernel.withModules && strangers.length > 0) {
      const text = `${name} is not exported by vmlinux, perhaps by ${strangers.join(' or ')}: ask with the headers of the kernel`
      return [{ fact: 'imports', effect: 'unseen', text }]
    }
    return [{ fact: 'imports', effect: 'breaks', text: `${name} is not exported by the kernel` }]
  })
}

export const judgeNamespaces: Judge = ({ module, kernel }) => {
  const isAllowed =
    kernel.config !== undefined && tristate(kernel.config, 'MODULE_ALLOW_MISSING_NAMESPACE_IMPORTS') === 'y'
  return imported(module, kernel.exports).flatMap(([name, { namespace }]): Finding[] => {
    if (namespace === '' || isImported(module, namespace)) return []
    const text = `${name} is in the namespace ${namespace}, which the module does not import`
    return [{ fact: 'namespaces', effect: isAllowed ? 'differs' : 'breaks', text }]
  })
}

export const judgeLicense: Judge = ({ module, kernel }) =>
  module.gpl
    ? []
    : imported(module, kernel.exports).flatMap(([name, { gpl }]): Finding[] =>
        gpl
          ? [{ fact: 'license', effect: 'breaks', text: `${name} is for GPL modules only, and this is none` }]
          : [],
      )

function imported(
  module: ModuleFacts,
  exports: ReadonlyMap<string, KernelExport>,
): readonly (readonly [string, KernelExport])[] {
  return module.imports.flatMap(name => {
    const found = exports.get(name)
    return found === undefined ? [] : [[name, found] as const]
  })
}

/** EXPORT_SYMBOL_FOR_MODULES() names the modules themselves, or how their names begin. */
const FOR_MODULES = 'module:'

function isImported({ name, namespaces }: ModuleFacts, namespace: string): boolean {
  if (!namespace.startsWith(FOR_MODULES)) return namespaces.includes(namespace)
  return namespace
    .slice(FOR_MODULES.length)
    .split(',')
    .some(allowed =>
      allowed.endsWith('*') ? name.startsWith(allowed.slice(0, -1)) : name === allowed.replaceAll('-', '_'),
    )
}
