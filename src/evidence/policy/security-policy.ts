// SPDX-License-Identifier: GPL-2.0-only
import { type PolicyDocument, type PolicySection, person } from './policy-document.js'
import type { PolicyInputs } from './policy-inputs.js'
import { algorithmSections } from './sections/algorithms.js'
import { selfTestSections } from './sections/self-tests.js'
import { serviceSections } from './sections/services.js'
import { specificationSections } from './sections/specification.js'
import { zeroizationSections } from './sections/zeroization.js'

/** What a build can tell of what ISO/IEC 19790 Annex B and SP 800-140B ask of a security policy, in their order. */
export function securityPolicy(
  inputs: PolicyInputs,
  { version }: { readonly version: string },
): PolicyDocument {
  const { module, release } = inputs.subject
  const [about, ...rest] = [module.name, module.version].filter(Boolean)
  return {
    title: `Tables for the security policy of ${[about, ...rest].join(' ')}`,
    about: `Facts about one build of Linux ${release ?? ''}, collected by kcarve ${version}. What only a person can write is marked.`,
    sections: inOrder([
      ...WRITTEN,
      ...specificationSections(inputs),
      ...algorithmSections(inputs),
      ...serviceSections(inputs),
      ...selfTestSections(inputs),
      ...zeroizationSections(inputs),
    ]),
  }
}

/** Sections of which a build tells nothing. */
const WRITTEN: readonly PolicySection[] = [
  {
    number: '1',
    title: 'General',
    blocks: [person('The security levels of the areas, and who publishes the policy.')],
  },
  {
    number: '6',
    title: 'Operational environment',
    blocks: [person('Its type, and the rules it has to be configured by. 2.3 has what was tested.')],
  },
  { number: '7', title: 'Physical security', blocks: [person('Whether it applies to this module.')] },
  { number: '8', title: 'Non-invasive security', blocks: [person('Whether it applies to this module.')] },
  {
    number: '11',
    title: 'Life-cycle assurance',
    blocks: [
      person(
        'Delivery, installation, start-up and end of life; guidance for administrators and others; configuration management.',
      ),
    ],
  },
  {
    number: '12',
    title: 'Mitigation of other attacks',
    blocks: [person('Which attacks the module mitigates, if any.')],
  },
]

const inOrder = (sections: readonly PolicySection[]): PolicySection[] => {
  const parts = ({ number }: PolicySection) => number.split('.').map(Number)
  return [...sections].sort((one, other) => {
    const [[a = 0, b = 0], [c = 0, d = 0]] = [parts(one), parts(other)]
    return a - c || b - d
  })
}
