import { createError } from '@fastify/error'

export const InvalidSandboxName = createError<[string]>(
  'MOCK_INVALID_SANDBOX_NAME',
  "invalid sandbox name '%s': use 1 to 63 lower-case letters, digits and hyphens, and do not start with a hyphen",
  400
)
export const UnknownCredential = createError<[string]>(
  'MOCK_WRONG_SUFFIX',
  "the value of %s before the '@' is not a credential of the sandbox that it names",
  401
)
export const TooManySandboxes = createError<[number]>(
  'MOCK_TOO_MANY_SANDBOXES',
  'all %d sandboxes are in use: drop one, or start with a higher --max-sandboxes or a lower --sandbox-ttl',
  503
)
export const DefaultSandboxKept = createError('MOCK_DEFAULT_SANDBOX', "the sandbox 'default' cannot be dropped", 409)
export const UnknownSandbox = createError<[string]>('MOCK_UNKNOWN_SANDBOX', "unknown sandbox '%s'", 404)
export const OtherFixtures = createError<[string, string]>(
  'MOCK_OTHER_FIXTURES',
  "the sandbox '%s' already exists with the fixtures '%s': drop it first, or reset it to other fixtures",
  409
)
export const UnknownRevision = createError<[number, number]>(
  'MOCK_UNKNOWN_REVISION',
  'unknown revision %d: the latest is %d. GET /__admin/history lists the changes',
  404
)
export const EvictedRevision = createError<[number, number]>(
  'MOCK_EVICTED_REVISION',
  'revision %d was evicted from the history: use one from %d on. A larger --max-history keeps more; a restart clears the history',
  409
)
export const EvictedChange = createError<[number]>(
  'MOCK_EVICTED_CHANGE',
  'the change of revision %d was evicted from the history. A larger --max-history keeps more; a restart clears the history',
  409
)
export const NoChange = createError(
  'MOCK_NO_CHANGE',
  'revision 0 is the initial state, not a change: GET /__admin/history lists the changes',
  404
)
export const ConflictingChange = createError<[number, string]>(
  'MOCK_CONFLICT',
  'revision %d cannot be undone: %s. Undo the later change first, or restore an earlier revision',
  409
)
export const CannotBeUndone = createError<[number, string]>(
  'MOCK_CANNOT_BE_UNDONE',
  'revision %d cannot be undone: %s, or restore an earlier revision',
  409
)
