import { createError } from '@fastify/error'

export const UnknownApi = createError<[string]>('MOCK_UNKNOWN_API', '%s', 404)
export const UnknownList = createError<[string]>('MOCK_UNKNOWN_LIST', '%s', 404)
export const UnknownRecord = createError<[string, string, string]>(
  'MOCK_UNKNOWN_RECORD',
  "unknown key '%s' in %s.%s: GET the list without a key to see the records",
  404
)
export const ChangedSince = createError<[string]>(
  'MOCK_CHANGED_SINCE',
  'the record %s. Read it again, and send its revision as If-Match',
  412
)
export const ReferredTo = createError<[string, string]>(
  'MOCK_REFERRED_TO',
  "'%s' cannot be deleted: %s. Delete or change them first",
  422
)
