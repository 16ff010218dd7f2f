import { Type } from '@sinclair/typebox'
import { defineRecords, list } from '../../src/api/define-api.ts'
import { records as atmsRecords } from '../../src/apis/atms/records.ts'
import { versionOne as atmsVersionOne } from '../../src/apis/atms/version-one.ts'
import { records as atriumRecords } from '../../src/apis/atrium/records.ts'
import { versionOne as atriumVersionOne } from '../../src/apis/atrium/version-one.ts'
import { FixtureBuilder } from '../../src/fixtures/fixture-builder.ts'
import { fixtureText } from '../../src/fixtures/fixture-text.ts'
import type { StoredApi } from '../../src/log/file/format.ts'
import type { State } from '../../src/state/state.ts'

/** The emulated APIs, as far as fixtures and the log know them. */
export const storedApis: readonly StoredApi[] = [
  { ...atriumRecords, versionOne: atriumVersionOne },
  { ...atmsRecords, versionOne: atmsVersionOne }
]

const Contact = Type.Object({
  email: Type.String({ pattern: '@' }),
  age: Type.Integer(),
  company: Type.String(),
  nickname: Type.Union([Type.String(), Type.Null()])
})
const Company = Type.Object({ id: Type.String(), name: Type.String() })
const Seat = Type.Object({ row: Type.Integer(), place: Type.String() })

/** An API that the program does not have: what works with it depends on no API by name. */
export const contacts = defineRecords(
  'contacts',
  {
    tags: list(Type.Object({ tag: Type.String(), color: Type.String() }), {
      keys: { key: ({ tag }) => tag },
      bare: 'tag',
      defaults: { color: 'red' }
    }),
    people: list(Contact, {
      keys: { key: ({ email }) => email.toLowerCase(), unique: ({ nickname }) => nickname ?? undefined },
      defaults: { age: 18, nickname: null },
      references: { company: 'companies' }
    }),
    companies: list(Company, { keys: { key: ({ id }) => id.toUpperCase() }, defaults: { name: 'Unnamed' } }),
    seats: list(Seat, { keys: { key: ({ row, place }) => `${row} ${place}` } })
  },
  ['ids', 'tickets']
)

/** A state without records. */
export const emptyState = (apis = storedApis): State => new FixtureBuilder(apis).build()

/** All records as text: equal texts are equal records. */
export const textOf = (state: State, apis = storedApis): string => [...fixtureText(apis, state)].join('')
