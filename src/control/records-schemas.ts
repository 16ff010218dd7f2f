import { type Static, Type } from '@sinclair/typebox'
import type { Records } from '../api/define-api.ts'
import { apiNames, DEFAULT_LIMIT, LIMIT, listNames } from './history-schemas.ts'
import { WHOLE_NUMBER } from './wiremock/schemas.ts'

export const RecordsQuery = Type.Object({
  q: Type.Optional(Type.String({ description: 'a text: only records with a member that contains it, in any case' })),
  offset: Type.Optional(Type.String({ pattern: WHOLE_NUMBER, description: 'how many records to skip' })),
  limit: Type.Optional(
    Type.String({
      pattern: LIMIT,
      description: `the maximum number of records; ${DEFAULT_LIMIT} by default, at most 1000`
    })
  )
})
export type RecordsQuery = Static<typeof RecordsQuery>

const name = (names: readonly string[], description: string) => Type.String({ enum: [...names], description })

/** The path parameters of a list. */
export const listParams = (apis: readonly Records[]) =>
  Type.Object({ api: name(apiNames(apis), 'the name of an API'), list: name(listNames(apis), 'the name of a list') })

/** The path parameters of a record. */
export const recordParams = (apis: readonly Records[]) =>
  Type.Object({
    ...listParams(apis).properties,
    key: Type.String({ minLength: 1, description: 'the key of a record, such as the guid or the user name' })
  })
