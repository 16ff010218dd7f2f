import { type TSchema, Type } from '@sinclair/typebox'
import type { FastifyError } from 'fastify'
import { type Answer, example, type Header } from '../../api/operation.ts'
import { bodyOf } from './errors.ts'
import { ErrorBody } from './schemas.ts'

/** What every body is sent as. */
export const MEDIA_TYPE = 'application/vnd.mx.atrium.v1+json'

const header = (description: string, schema: TSchema, required = true): Header => ({ description, required, schema })

const requestId = header('Names the request, as Rails does.', Type.String({ pattern: '^[0-9a-f]{32}$' }))
const runtime = header('How long the answer took, in seconds.', Type.String({ pattern: '^\\d+\\.\\d{6}$' }))
const etag = header('The weak tag of the MD5 of the body.', Type.String({ pattern: '^W/"[0-9a-f]{32}"$' }))
const cacheControl = header(
  'Always to be asked for anew.',
  Type.String({ enum: ['max-age=0, private, must-revalidate'] })
)

/** The headers of an answer with an entity tag, of a 304, and of all others. */
export const taggedHeaders = {
  ETag: etag,
  'Cache-Control': cacheControl,
  'X-Request-Id': requestId,
  'X-Runtime': runtime
}
export const plainHeaders = { 'X-Request-Id': requestId, 'X-Runtime': runtime }
export const unchangedHeaders = { ETag: etag, 'Cache-Control': cacheControl, 'X-Request-Id': requestId }

/** An answer that tells of an error of the catalogue. */
export const failure = (description: string, error: FastifyError): Answer => ({
  description,
  headers: plainHeaders,
  content: { [MEDIA_TYPE]: { schema: ErrorBody, examples: example(description, bodyOf(error)) } }
})
