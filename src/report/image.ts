// SPDX-License-Identifier: GPL-2.0-only
import type {
  CarvedImageReport,
  CarvedKernelReport,
  CarvedModuleReport,
  EmbeddedReport,
} from '../features/standalone-crypto/carried/index.js'
import { copyTexts } from '../features/standalone-crypto/checks/closed-boundary.js'
import type { ExportsReport, KernelBtfReport, KernelReport, ModuleLayout } from '../image/index.js'
import { plainPaint } from '../text/paint.js'
import { bytesText, countText, numberText } from '../text/quantities.js'
import { tableText } from '../text/table.js'
import { importReasons, importRows } from './imports.js'

/** What a file is and what is in it; with `verbose`, every section, symbol and redirect. */
export function imageText(image: CarvedImageReport, { verbose = false, paint = plainPaint } = {}): string {
  const file = [
    ['file', image.path],
    ['size', bytesText(image.size)],
    ['sha256', image.sha256],
    ...(image.container === null ? [] : [['container', 'unified kernel image (UKI), its section .linux']]),
    ...(image.compression === null ? [] : [['compressed', image.compression]]),
  ]
  switch (image.kind) {
    case 'other':
      return `${paint.bold(image.arch === null ? 'neither a kernel nor a module' : `an ELF file for ${image.arch}, neither a kernel nor a module`)}\n${tableText(file, INDENTED)}`
    case 'module':
      return `${paint.bold('a module')}\n${tableText([...file, ['architecture', image.arch], ...moduleRows(image.module)], INDENTED)}${verbose ? moduleLists(image.module) : ''}`
    default:
      return `${paint.bold(`a kernel (${image.kind})`)}\n${tableText([...file, ...kernelRows(image)], INDENTED)}${verbose ? kernelLists(image) : ''}${embeddedText(image, verbose, paint.bold)}`
  }
}

const INDENTED = { indent: 2 }

function kernelRows({ arch, release, boot, symbols, exports, btf }: KernelReport): string[][] {
  return [
    ['architecture', arch],
    ['release', release ?? 'unknown'],
    ...(boot === null
      ? []
      : [
          [
            'boot protocol',
            `${boot.protocol}, ${boot.compression}, ${bytesText(boot.uncompressedSize)} unpacked`,
          ],
        ]),
    ['symbols', symbols === null ? 'stripped' : numberText(symbols.total)],
    ...(exports === null ? [] : [['exports', exportsText(exports)]]),
    ...(btf === null ? [] : [['types (BTF)', btf.problem ?? kernelTypesText(btf)]]),
  ]
}

function exportsText({ total, gpl, withCrc, namespaces }: ExportsReport): string {
  const spaces = Object.keys(namespaces).length
  return [
    `${numberText(total)}, ${numberText(gpl)} of them for GPL modules only`,
    ...(withCrc === 0 ? [] : [`${numberText(withCrc)} with a CRC`]),
    ...(spaces === 0 ? [] : [`in ${countText(spaces, 'namespace')}`]),
  ].join(', ')
}

function kernelTypesText({ types, structs }: KernelBtfReport): string {
  const size = structs.module === undefined ? '' : `, struct module has ${structs.module} bytes`
  return `${numberText(types)}${size}`
}

/** For --verbose: what modules of the kernel are compared with. */
function kernelLists({ exports, btf }: KernelReport): string {
  const spaces = Object.entries(exports?.namespaces ?? {}).map(([name, count]) => [name, numberText(count)])
  const structs = Object.entries(btf?.structs ?? {}).map(([name, size]) => [name, numberText(size)])
  return [
    ...(spaces.length === 0 ? [] : [`namespaces\n${tableText(spaces, { indent: 2, right: [1] })}`]),
    ...(structs.length === 0
      ? []
      : [`structs of modules, bytes\n${tableText(structs, { indent: 2, right: [1] })}`]),
  ].join('')
}

function embeddedText(
  { embedded, embeddedFresh, redirects, symbols, outside }: CarvedKernelReport,
  verbose: boolean,
  bold: (text: string) => string,
): string {
  if (embedded === null) return 'No module is embedded.\n'
  const head =
    embeddedFresh === null
      ? embeddedTable(bold('embedded module'), embedded)
      : embeddedTable(bold('embedded module, for fips=1'), embedded) +
        embeddedTable(bold('embedded module, for other boots'), embeddedFresh)
  if (redirects === null) {
    const why = symbols === null ? 'cannot be listed: the symbols are stripped' : 'were not found'
    return `${head}Redirects ${why}.\n${outsideText(outside)}`
  }
  const { functions, variables } = redirects
  const counts = `${countText(functions.length, 'redirected function')}, ${countText(variables.length, 'redirected variable')}\n`
  const list = [...functions, ...variables].map(({ name, address, size }) => [name, address, `${size} bytes`])
  return `${head}${counts}${outsideText(outside)}${verbose ? `${tableText(list, { indent: 2, right: [2] })}${moduleLists(embedded)}` : ''}`
}

/** What vmlinux itself has of cryptography, as far as its names tell. */
function outsideText(outside: CarvedKernelReport['outside']): string {
  if (outside === null) return ''
  const { exported, copies } = outside
  const exports =
    exported === null
      ? []
      : [
          `vmlinux exports cryptography: ${exported.length === 0 ? 'none, as far as names tell' : exported.map(({ name }) => name).join(' ')}`,
        ]
  return [...exports, ...copyTexts(copies ?? [])].map(line => `${line}\n`).join('')
}

function embeddedTable(title: string, module: EmbeddedReport): string {
  const rows = [
    ['found by', `${module.foundBy}, at ${module.address}`],
    ['size', bytesText(module.size)],
    ['sha256', module.sha256],
    ...moduleRows(module),
  ]
  return `${title}\n${tableText(rows, INDENTED)}`
}

function moduleRows(module: CarvedModuleReport): string[][] {
  const {
    name,
    version,
    vermagic,
    license,
    depends,
    signatureSize,
    imports,
    exports,
    buildId,
    member,
    versions,
    layout,
    btf,
    boundary,
  } = module
  return [
    ['name', name ?? 'unknown'],
    ...(version === null ? [] : [['version', version]]),
    ...(buildId === null ? [] : [['build id', buildId]]),
    ...(member === null ? [] : [['belongs to', member]]),
    ['vermagic', vermagic ?? 'none'],
    ['license', license ?? 'none'],
    ...(depends.length === 0 ? [] : [['depends on', depends.join(' ')]]),
    ['signature', signatureSize === 0 ? 'none appended' : `appended, ${signatureSize} bytes`],
    ['boundary', `${countText(imports.length, 'import')}, ${countText(exports.length, 'export')}`],
    ...(boundary === null ? [] : importRows(boundary)),
    ['CRCs of imports', versions.length === 0 ? 'none' : numberText(versions.length)],
    ...(layout === null ? [] : [['struct module', layoutText(layout)]]),
    ...(btf === null
      ? []
      : [
          [
            'types (BTF)',
            btf.problem ??
              `${numberText(btf.types)}, ${btf.ownBase ? 'with a base of its own' : "besides its kernel's"}`,
          ],
        ]),
  ]
}

function layoutText({ size, init, exit }: ModuleLayout): string {
  const at = (name: string, offset: number | undefined) =>
    offset === undefined ? [] : [`${name} at ${offset}`]
  return [`${numberText(size)} bytes`, ...at('init', init), ...at('exit', exit)].join(', ')
}

function moduleLists(module: CarvedModuleReport): string {
  const { sections, imports, exports, records, versions, boundary } = module
  const crcs = new Map(versions.map(({ name, crc }) => [name, `0x${crc.toString(16).padStart(8, '0')}`]))
  const recordRows = records.map(({ section, struct, size }) => [
    section,
    `struct ${struct}`,
    numberText(size),
  ])
  const sectionRows = sections.map(({ name, size, flags }) => [name, numberText(size), flags])
  return [
    `sections\n${tableText(sectionRows, { indent: 2, right: [1] })}`,
    `tables for the kernel\n${tableText(recordRows, { indent: 2, right: [2] })}`,
    `imports\n${tableText(
      imports.map(name => [name, crcs.get(name) ?? '']),
      { indent: 2 },
    )}`,
    ...(boundary === null
      ? []
      : [`imports with a class of their own\n${tableText(importReasons(boundary), { indent: 2 })}`]),
    `exports\n${exports.map(({ name }) => `  ${name}\n`).join('')}`,
  ].join('')
}
