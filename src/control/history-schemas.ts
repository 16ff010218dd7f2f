import { type Static, Type } from '@sinclair/typebox'
import { WHOLE_NUMBER } from './wiremock/schemas.ts'

export const DEFAULT_LIMIT = 100
export const HIGHEST_LIMIT = 1000

const text = (description: string) => Type.Optional(Type.String({ description }))
const revision = (description: string) => Type.String({ pattern: WHOLE_NUMBER, description })

export const HistoryQuery = Type.Object({
  limit: Type.Optional(
    revision(`the maximum number of changes; ${DEFAULT_LIMIT} by default, at most ${HIGHEST_LIMIT}`)
  ),
  before: Type.Optional(revision('a revision: only earlier changes')),
  api: text('the name of an API: only changes of its records'),
  list: text('the name of a list, such as `users`: only changes of its records'),
  key: text('the key of a record, such as the guid or the user name: only its changes'),
  request: text('the id of a request in the journal: only changes that it caused'),
  uses: Type.Optional(
    Type.String({ enum: ['true', 'false'], description: 'true: also the counted uses of stubs, with scenario steps' })
  )
})
export type HistoryQuery = Static<typeof HistoryQuery>

export const DifferenceQuery = Type.Object({
  from: Type.Optional(revision('the revision to compare')),
  to: Type.Optional(revision('the revision to compare it with'))
})
export type DifferenceQuery = Static<typeof DifferenceQuery>

export const RevisionParams = Type.Object({ revision: revision('a revision of the sandbox') })
