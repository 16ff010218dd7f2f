import type { TSchema } from '@sinclair/typebox'
import { type Answer, example, type Json } from '../specs/operation.ts'
import { ErrorBody } from './schemas.ts'

/** What every body is sent as. */
export const MEDIA_TYPE = 'application/json'

/** An answer with a body. */
export const shows = (description: string, schema: TSchema, value: Json, links?: Answer['links']): Answer => ({
  description,
  content: { [MEDIA_TYPE]: { schema, examples: example(description, value) } },
  ...(links && { links })
})

/** An answer that tells of an error. */
export const failure = (description: string, error: { statusCode?: number; message: string }): Answer =>
  shows(description, ErrorBody, { errors: [{ code: error.statusCode as number, title: error.message }] })
