import { Errors } from '@sinclair/typebox/errors'
import { Check } from '@sinclair/typebox/value'
import type { AtriumBehavior } from './behavior.ts'
import { castFields } from './cast-fields.ts'
import { InvalidField, withStatus } from './errors.ts'
import { UserInput } from './schemas.ts'
import type { UserFields } from './users.ts'

/**
 * The fields that a user object sets.
 *
 * @throws InvalidField, which names each member with a wrong type
 */
export function fieldsOf(user: UserInput, { castsFields, fieldStatus }: AtriumBehavior): UserFields {
  if (!Check(UserInput, user)) {
    if (castsFields) return castFields(user)
    const wrong = new Set([...Errors(UserInput, user)].map(({ path }) => path.slice(1)))
    const expected = Object.entries(UserInput.properties).filter(([field]) => wrong.has(field))
    const problems = expected.map(([field, { description }]) => `${field}: expected ${description}`)
    throw withStatus(new InvalidField(problems.join('; ')), fieldStatus) // rule: atrium.user.wrong-types
  }
  const { identifier, is_disabled, metadata } = user // rule: atrium.user.unknown-fields
  return {
    ...(identifier !== undefined && { identifier }), // rule: atrium.clients.nulls
    // rule: atrium.user.is-disabled-text
    ...(is_disabled != null && { is_disabled: is_disabled === true || is_disabled === 'true' }),
    ...(metadata !== undefined && { metadata }) // rule: atrium.user.metadata
  }
}
