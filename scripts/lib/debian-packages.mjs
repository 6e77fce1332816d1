// SPDX-License-Identifier: GPL-2.0-only
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { fail } from './fail.mjs'
import { output, root, run } from './run.mjs'

/**
 * Makes sure that the Debian packages of the purposes (test, build, boot, source) are there: installs them as root on
 * Debian, otherwise ends with exit code 3 and the line that does. On another system nothing is checked: the commands name
 * the program they miss.
 */
export function ensureDebianPackages(purposes) {
  const names = packagesFor(purposes)
  if (output('dpkg-query', ['--version']) === undefined) return
  const missing = names.filter(name => !isInstalled(name))
  if (missing.length === 0) return
  if (process.getuid() !== 0) {
    fail(3, `missing Debian packages: ${missing.join(' ')}`, `sudo apt-get install ${missing.join(' ')}`)
  }
  process.stderr.write(`installing Debian packages: ${missing.join(' ')}\n`)
  const apt = args => run('apt-get', ['-q', '-o', 'Dpkg::Use-Pty=0', ...args], { env: APT_ENV })
  if (!missing.every(isKnown)) apt(['update'])
  // The mirror may have dropped the versions that the lists name.
  const install = ['install', '-y', '--no-install-recommends', ...missing]
  if (apt(install) !== 0 && (apt(['update']) !== 0 || apt(install) !== 0)) {
    fail(3, `apt-get could not install: ${missing.join(' ')}`, 'see its messages above')
  }
}

const APT_ENV = { DEBIAN_FRONTEND: 'noninteractive' }

function packagesFor(purposes) {
  const sets = JSON.parse(readFileSync(join(root, 'scripts/debian-packages.json'), 'utf8'))
  for (const purpose of purposes) {
    if (!(purpose in sets))
      fail(2, `no packages are listed for ${purpose}`, `known: ${Object.keys(sets).join(', ')}`)
  }
  return [...new Set(purposes.flatMap(purpose => sets[purpose]))]
}

const isInstalled = name => output('dpkg-query', ['-s', name])?.includes('\nStatus: install ok installed\n')

/** Whether apt's lists offer the package: a new machine has none. */
function isKnown(name) {
  const policy = output('apt-cache', ['policy', name]) ?? ''
  return /^ *Candidate: (?!\(none\))/m.test(policy)
}
