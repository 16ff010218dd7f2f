import { createError } from '@fastify/error'

export const InvalidFixtureSetName = createError<[string]>(
  'MOCK_INVALID_FIXTURES_NAME',
  "fixture set '%s': expected a name of lower-case letters, digits, dots, underscores and hyphens, at most 64, " +
    'that begins with a letter or digit',
  400
)

const NAME = /^[a-z0-9][a-z0-9._-]{0,63}$/

/** @throws InvalidFixtureSetName for one that no set can be saved under */
export function requireSetName(name: string): void {
  if (!NAME.test(name)) throw new InvalidFixtureSetName(name)
}
