import { type Static, Type } from '@sinclair/typebox'
import type { Records } from '../api/define-api.ts'
import { WHOLE_NUMBER } from './wiremock/schemas.ts'

export const DEFAULT_LIMIT = 100
const HIGHEST_LIMIT = 1000
export const LIMIT = `^([0-9]{1,3}|${HIGHEST_LIMIT})$`

const text = (description: string) => Type.Optional(Type.String({ description }))
const oneOf = (names: readonly string[], description: string) =>
  Type.Optional(Type.String({ enum: [...names], description }))
const revision = (description: string) => Type.String({ pattern: WHOLE_NUMBER, description })

/** The query of the history of these emulated APIs. */
export const historyQuery = (apis: readonly Records[]) =>
  Type.Object({
    limit: Type.Optional(
      Type.String({
        pattern: LIMIT,
        description: `the maximum number of changes; ${DEFAULT_LIMIT} by default, at most ${HIGHEST_LIMIT}`
      })
    ),
    before: Type.Optional(revision('a revision: only earlier changes')),
    api: oneOf(apiNames(apis), 'the name of an API: only changes of its records'),
    list: oneOf(listNames(apis), 'the name of a list: only changes of its records'),
    key: text('the key of a record, such as the guid or the user name: only its changes'),
    request: text('the id of a request in the journal: only changes that it caused'),
    uses: oneOf(['true', 'false'], 'true: also the counted uses of stubs, with scenario steps')
  })
export type HistoryQuery = Static<ReturnType<typeof historyQuery>>

export const apiNames = (apis: readonly Records[]): string[] => apis.map(({ name }) => name)

/** The names of all lists, each once. */
export const listNames = (apis: readonly Records[]): string[] => [
  ...new Set(apis.flatMap(({ lists }) => Object.keys(lists)))
]

export const DifferenceQuery = Type.Object({
  from: revision('the revision to compare'),
  to: revision('the revision to compare it with')
})
export type DifferenceQuery = Partial<Static<typeof DifferenceQuery>>

export const RevisionParams = Type.Object({ revision: revision('a revision of the sandbox') })
