// SPDX-License-Identifier: GPL-2.0-only
import { createReadStream } from 'node:fs'
import { ToolError } from '../../core/errors.js'
import type { Bucket } from '../../matrix/index.js'

/** A file, and its name below the directory of the job. */
export interface Artefact {
  readonly path: string
  readonly name: string
}

/**
 * Puts files into a bucket, with the credentials, region and endpoint that this machine has for the tools of S3 (AWS_PROFILE, AWS_ENDPOINT_URL
 * and so on). Throws ToolError with what the store says.
 */
export async function putIntoBucket(
  { name: Bucket, prefix }: Bucket,
  id: string,
  files: readonly Artefact[],
  signal: AbortSignal,
): Promise<void> {
  // Large, and for those only whose artefacts go into a bucket.
  const [{ S3Client }, { Upload }] = await Promise.all([
    import('@aws-sdk/client-s3'),
    import('@aws-sdk/lib-storage'),
  ])
  const hasOwnEndpoint = Boolean(process.env.AWS_ENDPOINT_URL_S3 ?? process.env.AWS_ENDPOINT_URL)
  // A store that is not Amazon's has its buckets in the path, and need not know the newest checksums.
  const client = new S3Client(
    hasOwnEndpoint ? { forcePathStyle: true, requestChecksumCalculation: 'WHEN_REQUIRED' } : {},
  )
  try {
    for (const { path, name } of files) {
      const Key = [prefix, id, name].filter(Boolean).join('/')
      const upload = new Upload({ client, params: { Bucket, Key, Body: createReadStream(path) } })
      const stop = () => void upload.abort()
      signal.addEventListener('abort', stop, { once: true })
      await upload.done().finally(() => signal.removeEventListener('abort', stop))
    }
  } catch (error) {
    signal.throwIfAborted()
    throw new ToolError(`nothing can be put into s3://${Bucket}: ${causeOf(error)}`, {
      cause: error,
      hint: 'the machine that does the job needs AWS_ACCESS_KEY_ID, AWS_SECRET_ACCESS_KEY, AWS_REGION, and AWS_ENDPOINT_URL for a store that is not Amazon’s',
    })
  } finally {
    client.destroy()
  }
}

function causeOf(error: unknown): string {
  if (!(error instanceof Error)) return String(error)
  return [error.name === 'Error' ? '' : error.name, error.message].filter(Boolean).join(': ')
}
