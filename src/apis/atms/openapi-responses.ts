import { Type } from '@sinclair/typebox'
import type { FastifyError } from 'fastify'
import { type Answer, example, type Header } from '../../api/operation.ts'
import { bodyOf } from './errors.ts'
import { ErrorBody } from './schemas.ts'

/** What every body is sent as. */
export const MEDIA_TYPE = 'application/json'

const header = (value: string): Header => ({
  description: 'Never to be cached.',
  required: true,
  schema: Type.String({ enum: [value] })
})

/** The headers of every answer. */
export const headers = { 'Cache-Control': header('no-cache'), Pragma: header('no-cache'), Expires: header('-1') }

/** An answer that tells of an error of the catalogue. */
export const failure = (description: string, error: FastifyError): Answer => ({
  description,
  headers,
  content: { [MEDIA_TYPE]: { schema: ErrorBody, examples: example(description, bodyOf(error)) } }
})
