import type { TSchema } from '@sinclair/typebox'
import { example, type Json, type Operation, type ResponseDoc } from '../../api/operation.ts'
import { guarded, MEDIA_TYPE, shows, withBody } from '../openapi-responses.ts'
import * as schemas from '../schemas.ts'
import * as responseSchemas from './openapi-responses.ts'

const invalid: ResponseDoc = shows('The document is invalid. Nothing has changed.', schemas.ErrorBody, {
  errors: [
    {
      code: 10,
      source: { pointer: '/metod' },
      title: 'Error in the document',
      detail: "unknown field 'metod' (did you mean 'method'?)"
    }
  ]
})
/** A call of WireMock's, with the responses that all have. @param own additional ones, by status */
export function call(
  tag: string,
  summary: string,
  parts: Omit<Operation, 'tags' | 'summary' | 'responses'>,
  ...own: [number, ResponseDoc][]
): Operation {
  const usual = parts.requestBody === undefined ? guarded : { ...withBody, 422: invalid }
  return { tags: [tag], summary, ...parts, responses: { ...usual, ...Object.fromEntries(own) } }
}

/** The body of a request. */
export const body = (schema: TSchema, value: Json, required = true) => ({
  requestBody: {
    description: "In WireMock's format.",
    required,
    content: { [MEDIA_TYPE]: { schema, examples: example("In WireMock's format.", value) } }
  }
})
/** The response of a call that returns nothing. */
export const done: [number, ResponseDoc] = [200, shows('Done.', schemas.Done, {})]
/** The response with a result. */
export const returns = (schema: TSchema, value: Json): [number, ResponseDoc] => [
  200,
  shows('The result.', schema, value)
]
/** The response with requests of the journal. */
export const journal = (schema: TSchema, value: Json): [number, ResponseDoc] => [
  200,
  { ...shows('The result.', schema, value), headers: responseSchemas.droppedHeader }
]

/** The same of a search. */
export const search = (schema: TSchema, value: Json): [number, ResponseDoc] => [
  200,
  { ...shows('The result.', schema, value), headers: responseSchemas.searchHeaders }
]
