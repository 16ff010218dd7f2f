import { type Static, Type } from '@sinclair/typebox'
import { AtmsToken, AtmsUser, AtriumCredential, AtriumUser, UserGroup } from './records.ts'

const { guid, is_disabled, metadata, identifier } = AtriumUser.properties
const { Username, DisplayName, UserGroupName, Email, Phone, IsAccountDisabled } = AtmsUser.properties
const { GroupName, Description } = UserGroup.properties
const closed = { additionalProperties: false }

/** The records of a fixture: what a new user need not say may be left out here too. */
export const FixtureRecords = {
  '/atrium/credentials': AtriumCredential,
  '/atrium/users': Type.Object(
    {
      guid,
      is_disabled: Type.Optional(is_disabled),
      metadata: Type.Optional(metadata),
      identifier: Type.Optional(identifier)
    },
    closed
  ),
  '/atms/tokens': AtmsToken,
  '/atms/userGroups': Type.Object({ GroupName, Description: Type.Optional(Description) }, closed),
  '/atms/users': Type.Object(
    {
      Username,
      DisplayName,
      UserGroupName,
      Email: Type.Optional(Email),
      Phone: Type.Optional(Phone),
      IsAccountDisabled: Type.Optional(IsAccountDisabled)
    },
    closed
  )
} as const

/** The five lists of a fixture, named by their JSON pointers. */
export type Section = keyof typeof FixtureRecords
/** A record of a section. */
export type FixtureRecord<S extends Section> = Static<(typeof FixtureRecords)[S]>

/** What the server notes in its own state file; ignored in a fixture. */
const Provenance = Type.Object({}, { description: 'Written by the server into its state file; ignored in a fixture.' })

/** A fixture file, an exported state, and the state file. */
export const Fixture = Type.Object(
  {
    $schema: Type.Optional(Type.String()),
    $mock: Type.Optional(Provenance),
    atrium: Type.Optional(
      Type.Object(
        {
          credentials: Type.Array(FixtureRecords['/atrium/credentials']),
          users: Type.Array(FixtureRecords['/atrium/users'])
        },
        closed
      )
    ),
    atms: Type.Optional(
      Type.Object(
        {
          tokens: Type.Array(FixtureRecords['/atms/tokens']),
          userGroups: Type.Array(FixtureRecords['/atms/userGroups']),
          users: Type.Array(FixtureRecords['/atms/users'])
        },
        closed
      )
    )
  },
  { ...closed, title: 'A fixture of atrium-atms-mock' }
)
export type Fixture = Static<typeof Fixture>
