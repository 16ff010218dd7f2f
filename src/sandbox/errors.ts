import { createError } from '@fastify/error'

export const InvalidSandboxName = createError<[string]>(
  'MOCK_INVALID_SANDBOX_NAME',
  "sandbox '%s': expected a name of lower-case letters, digits and hyphens, at most 63, that does not begin with a hyphen",
  400
)
export const WrongSuffix = createError<[string]>(
  'MOCK_WRONG_SUFFIX',
  "%s: what stands before the '@' is no credential of the sandbox that it names",
  401
)
export const TooManySandboxes = createError<[number]>(
  'MOCK_TOO_MANY_SANDBOXES',
  'all %d sandboxes are in use: drop one, or start with a higher --max-sandboxes or a lower --sandbox-ttl',
  503
)
export const DefaultSandboxKept = createError('MOCK_DEFAULT_SANDBOX', "the sandbox 'default' cannot be dropped", 409)
export const UnknownSandbox = createError<[string]>('MOCK_UNKNOWN_SANDBOX', "there is no sandbox '%s'", 404)
export const OtherFixtures = createError<[string, string]>(
  'MOCK_OTHER_FIXTURES',
  "the sandbox '%s' is there already, on the fixtures '%s': drop it first, or reset it to others",
  409
)
