import type { TSchema } from '@sinclair/typebox'
import { type Answer, example, type Json, shared } from '../api/operation.ts'
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

/** What any call can come to. */
export const always = { 400: shared('BadRequest'), 500: shared('InternalError'), 503: shared('Unavailable') }
/** The same of one that a token may be asked for, and that may be turned off. */
export const guarded = { ...always, 401: shared('Unauthorized'), 404: shared('TurnedOff') }
export const withBody = { ...guarded, 413: shared('ContentTooLarge') }
