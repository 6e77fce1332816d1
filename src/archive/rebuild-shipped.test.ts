// SPDX-License-Identifier: GPL-2.0-only
import { existsSync, mkdirSync, readFileSync, statSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { scratch } from '../formats/testing/scratch.js'
import { objectsOf, rebuildShipped, shippedModule } from './rebuild-shipped.js'

const dir = scratch()

function put(path: string, text: string): void {
  mkdirSync(join(path, '..'), { recursive: true })
  writeFileSync(path, text)
}

test('where a module belongs is told by where it is installed', () => {
  expect(shippedModule('/lib/modules/6.1/kernel/arch/x86/crypto/aesni-intel.ko.xz')).toMatchObject({
    directory: 'arch/x86/crypto',
    name: 'aesni-intel',
  })
  expect(() => shippedModule('/tmp/gcm.ko')).toThrow('where its sources are cannot be told')
})

/** A kbuild that "compiles" by copying, with the directory and paths that it is given. */
const KBUILD = `
%.o: ; @test -f $(VPATH)/$(M)/$*.c && cp $(VPATH)/$(M)/$*.c $(M)/$@ && echo "  CC [M]  $(M)/$@"
%.ko: %.o ; @echo $(M)/$*.o > $(M)/$*.mod; cp $(M)/$*.o $(M)/$@
`

test('the compiler for ASN.1, which headers packages lack, is made of the sources, beside what is shipped', async () => {
  const [headers, sources] = [join(dir, 'with-scripts'), join(dir, 'with-asn1')]
  put(join(headers, 'Module.symvers'), '')
  put(join(headers, 'Makefile'), KBUILD)
  put(join(headers, 'scripts/modpost'), 'shipped')
  put(join(sources, 'crypto/Makefile'), '')
  put(join(sources, 'crypto/a.c'), 'int a;\n')
  put(join(sources, 'scripts/asn1_compiler.c'), 'int main(void) { return 0; }\n')
  const module = shippedModule('/lib/modules/6.1/kernel/crypto/a.ko')
  const { trees } = await rebuildShipped(join(dir, 'asn1'), [module], headers, sources)
  const { objtree } = trees
  expect(readFileSync(join(objtree, 'scripts/modpost'), 'utf8')).toBe('shipped')
  expect(statSync(join(objtree, 'scripts/asn1_compiler')).mode & 0o100).not.toBe(0)
  expect(existsSync(join(headers, 'scripts/asn1_compiler'))).toBe(false)
})

test('what can be made is made, from the given sources alone, and what cannot is not there', async () => {
  const [headers, sources] = [join(dir, 'headers-amd64'), join(dir, 'sources')]
  put(join(dir, 'headers-common/Makefile'), KBUILD)
  put(join(headers, 'Module.symvers'), '')
  put(join(headers, 'Makefile'), 'include /usr/src/headers-common/Makefile\n')
  put(join(sources, 'crypto/Makefile'), '')
  put(join(sources, 'crypto/a.c'), 'int a;\n')
  const at = (name: string) => shippedModule(`/lib/modules/6.1/kernel/crypto/${name}.ko`)
  const objects = new Set<string>()
  // A vmlinux of headers is for BTF; debug information of modules is not to be made for it.
  put(join(headers, 'vmlinux'), 'types')
  const { trees, failure } = await rebuildShipped(
    join(dir, 'scratch'),
    [at('a'), at('gone')],
    headers,
    sources,
    { onObject: object => objects.add(object), logPath: name => join(dir, 'logs', name) },
  )
  expect(existsSync(join(trees.objtree, 'vmlinux'))).toBe(false)
  expect(failure?.tail[0]).toMatch(/gone\.o/)
  expect(failure?.logPath).toBe(join(dir, 'logs/make-crypto-o'))
  expect([...objects]).toEqual(['crypto/a.o'])
  expect(await objectsOf(trees, at('a'))).toEqual(['crypto/a.o'])
  await expect(objectsOf(trees, at('gone'))).rejects.toThrow()
  await expect(rebuildShipped(join(dir, 'other'), [at('a')], headers, dir)).rejects.toThrow(
    'has no crypto/Makefile: not the sources of these modules',
  )
  await expect(rebuildShipped(join(dir, 'other'), [at('a')], sources, sources)).rejects.toThrow(
    'has no Module.symvers: not the headers of a kernel',
  )
})

test('a compiler that is not there is named, with the package that has it', async () => {
  const [headers, sources] = [join(dir, 'headers-gcc'), join(dir, 'sources-gcc')]
  put(join(headers, 'Module.symvers'), '')
  const text = 'x86_64-linux-gnu-gcc-99 (Debian 99.2.0-19) 99.2.0'
  put(join(headers, 'include/config/auto.conf'), `CONFIG_CC_VERSION_TEXT=${text}\n`)
  put(join(sources, 'crypto/Makefile'), '')
  const module = shippedModule('/lib/modules/7.2/kernel/crypto/a.ko')
  await expect(rebuildShipped(join(dir, 'gcc'), [module], headers, sources)).rejects.toMatchObject({
    message: 'There is no x86_64-linux-gnu-gcc-99, which the modules were compiled with',
    hint: 'apt-get install gcc-99',
  })
})
