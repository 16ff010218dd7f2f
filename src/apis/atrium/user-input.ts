import type { FastifyRequest, FastifySchemaValidationError } from 'fastify'
import { BadRequest, InvalidField } from './errors.ts'
import { UserInput } from './schemas.ts'
import type { AtriumUserFields } from './users.ts'

const FIELD = /^\/user\/([^/]+)$/

/**
 * Asks for the envelope `{"user":{…}}` with something in it. What the members are is asked later: an unknown user comes first.
 *
 * @throws BadRequest
 */
export function requireUser(request: FastifyRequest): void {
  if (wrongPlaces(request).some((place) => !FIELD.test(place))) {
    throw new BadRequest('the user object cannot be empty: expected {"user":{…}} with at least one member')
  }
}

/**
 * The fields that a user object sets.
 *
 * @throws InvalidField that names each member of a wrong type
 */
export function fieldsOf(request: FastifyRequest, { identifier, is_disabled, metadata }: UserInput): AtriumUserFields {
  const wrong = new Set(wrongPlaces(request).map((place) => FIELD.exec(place)?.[1]))
  if (wrong.size > 0) {
    const expected = Object.entries(UserInput.properties).filter(([field]) => wrong.has(field))
    throw new InvalidField(expected.map(([field, { description }]) => `${field}: expected ${description}`).join('; '))
  }
  const fields: { -readonly [field in keyof AtriumUserFields]: AtriumUserFields[field] } = {}
  if (identifier !== undefined) fields.identifier = identifier
  if (is_disabled != null) fields.is_disabled = is_disabled === true || is_disabled === 'true'
  if (metadata !== undefined) fields.metadata = metadata
  return fields
}

/** Where the request is not as its schema says, as JSON pointers into the body. */
function wrongPlaces({ validationError }: FastifyRequest): string[] {
  const problems: FastifySchemaValidationError[] = validationError?.validation ?? []
  return problems.map(({ instancePath }) => instancePath)
}
