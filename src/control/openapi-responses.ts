import type { TSchema } from '@sinclair/typebox'
import { example, type Json, type Link, type RequestBodyDoc, type ResponseDoc, shared } from '../api/operation.ts'
import { UnknownFixtureSet } from '../fixtures/fixture-set-errors.ts'
import { ErrorBody, FixturesChoice } from './schemas.ts'

/** Every body has this type. */
export const MEDIA_TYPE = 'application/json'

/** A response with a body. */
export const shows = (
  description: string,
  schema: TSchema,
  value: Json,
  links?: ResponseDoc['links']
): ResponseDoc => ({
  description,
  content: { [MEDIA_TYPE]: { schema, examples: example(description, value) } },
  ...(links && { links })
})

/** An error response. */
export const failure = (description: string, error: { statusCode?: number; message: string }): ResponseDoc =>
  shows(description, ErrorBody, { errors: [{ code: error.statusCode as number, title: error.message }] })

/** The additional responses of a call that can require a token and can be turned off. */
export const guarded = { 401: shared('Unauthorized'), 404: shared('TurnedOff') }
/** The same for a call that reads a body. */
export const withBody = { ...guarded, 413: shared('ContentTooLarge'), 415: shared('UnknownEncoding') }
/** The same for a state or a fixture set. */
export const withUpload = { ...guarded, 413: shared('UploadTooLarge'), 415: shared('UnknownEncoding') }

/** The body of a request. */
export const body = (description: string, required: boolean, schema: TSchema, value: Json): RequestBodyDoc => ({
  description,
  required,
  content: { [MEDIA_TYPE]: { schema, examples: example(description, value) } }
})

/** The body of the calls that accept the name of a fixture set. */
export const choice = body('The fixture set to use; the current one by default.', false, FixturesChoice, {
  fixtures: 'paging'
})
export const unknownFixtures = failure(
  'No fixture set has this name, or the control API is turned off.',
  new UnknownFixtureSet('nothing', 'default, empty, paging', '')
)
export const damagedFixtures = failure('The file of the fixture set is damaged; nothing changed.', {
  statusCode: 422,
  message: '.mock/fixtures/mine.json: 1 error'
})

/** A call that can follow, with the same name. */
export const linkTo = (operationId: string, name: string): Record<string, Link> => ({
  [operationId]: { operationId, description: 'The resource with this name.', parameters: { name } }
})
