import { createError } from '@fastify/error'

// What the two kinds of user may not do. The texts are those that the APIs answer with.

export const AtriumUserNotFound = createError<[string]>('ATRIUM_USER_NOT_FOUND', "no user has the guid '%s'", 404)
export const IdentifierTaken = createError<[string]>(
  'ATRIUM_IDENTIFIER_TAKEN',
  "identifier '%s' belongs to another user: it must be unique",
  409
)
export const UserLimitReached = createError<[number]>(
  'ATRIUM_USER_LIMIT_REACHED',
  'the limit of %d users is reached: delete a user before you create another',
  422
)

export const AtmsUserNotFound = createError<[string]>('ATMS_USER_NOT_FOUND', "User '%s' was not found.", 404)
export const UserGroupNotFound = createError<[string]>(
  'ATMS_USER_GROUP_NOT_FOUND',
  "User Group '%s' was not found.",
  404
)
export const UsernameTaken = createError<[string]>(
  'ATMS_USERNAME_TAKEN',
  "A user with the username '%s' already exists.",
  409
)
