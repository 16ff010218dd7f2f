import { type Static, Type } from '@sinclair/typebox'
import { INSTEAD } from '../common/schema-problems.ts'

const MAX_MAPPINGS = 100

/** A profile as a file contains it: the stubs are compiled separately, which reports their problems. */
export const ProfileDocument = Type.Object(
  {
    $schema: Type.Optional(Type.String({ description: 'Where an editor finds the schema of this file.' })),
    title: Type.Optional(
      Type.String({ minLength: 1, maxLength: 60, description: 'For people; the name of the file by default.' })
    ),
    effect: Type.Optional(
      Type.String({ minLength: 1, maxLength: 200, description: 'What clients see, in a few words.' })
    ),
    mappings: Type.Array(Type.Unknown(), {
      minItems: 1,
      maxItems: MAX_MAPPINGS,
      description: 'Stub mappings. `metadata.mock.probability` says for which share of the requests each is used.'
    })
  },
  { additionalProperties: false, [INSTEAD]: { request: 'put stubs into the list mappings', stubs: 'use mappings' } }
)
export type ProfileDocument = Static<typeof ProfileDocument>

/** A named set of faults. */
export interface Profile {
  readonly name: string
  readonly title: string
  readonly effect: string
  /** WireMock mappings. */
  readonly mappings: readonly object[]
}
