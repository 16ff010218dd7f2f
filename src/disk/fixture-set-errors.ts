import { createError } from '@fastify/error'

export const UnknownFixtureSet = createError<[string, string]>(
  'MOCK_UNKNOWN_FIXTURES',
  "there is no fixture set '%s': known are %s",
  404
)
export const BuiltInFixtureSet = createError<[string]>(
  'MOCK_BUILT_IN_FIXTURES',
  "the fixture set '%s' comes with the server and cannot be changed",
  409
)
export const OwnFixtureSet = createError<[string, string]>(
  'MOCK_OWN_FIXTURES',
  "the fixture set '%s' is a file of yours, %s, which the server does not write to: take another name",
  409
)
export const UnreadableFixtureSet = createError<[string, string]>(
  'MOCK_UNREADABLE_FIXTURES',
  "the file of the fixture set '%s' cannot be read: %s",
  422
)
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
