// SPDX-License-Identifier: GPL-2.0-only
// What kcarve writes of CycloneDX 1.7 (https://cyclonedx.org/docs/1.7/json/). A test checks it against the official schema.

export interface Bom {
  readonly $schema: string
  readonly bomFormat: 'CycloneDX'
  readonly specVersion: '1.7'
  readonly serialNumber: string
  readonly version: number
  readonly metadata: {
    readonly timestamp: string
    readonly tools: { readonly components: readonly Component[] }
    readonly component: Component
    readonly properties: readonly Property[]
  }
  readonly components: readonly Component[]
  readonly dependencies: readonly Dependency[]
}

export interface Component {
  readonly type: 'application' | 'library' | 'file' | 'cryptographic-asset'
  readonly 'bom-ref'?: string
  readonly name: string
  readonly version?: string
  readonly description?: string
  readonly hashes?: readonly { readonly alg: 'SHA-256'; readonly content: string }[]
  readonly cryptoProperties?: CryptoProperties
  readonly properties?: readonly Property[]
}

export interface CryptoProperties {
  readonly assetType: 'algorithm'
  readonly algorithmProperties: {
    readonly primitive: string
    readonly algorithmFamily?: string
    readonly parameterSetIdentifier?: string
    readonly ellipticCurve?: string
    readonly executionEnvironment: 'software-plain-ram'
    readonly implementationPlatform?: 'generic' | 'x86_64' | 'armv8-a'
    readonly certificationLevel?: readonly string[]
    readonly mode?: string
    readonly padding?: string
    readonly cryptoFunctions?: readonly string[]
  }
}

export interface Property {
  readonly name: string
  readonly value: string
}

export interface Dependency {
  readonly ref: string
  readonly dependsOn: readonly string[]
  readonly provides?: readonly string[]
}
