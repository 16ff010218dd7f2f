import { hash } from 'node:crypto'
import { type Static, Type } from '@sinclair/typebox'
import { defineRecords, list } from '../../api/define-api.ts'

const NullableText = (description: string) => Type.Union([Type.String(), Type.Null()], { description })

/** A header value: printable ASCII without blanks. */
const HeaderValue = (description: string) => Type.String({ pattern: '^[!-~]+$', description })

/** A user of Atrium. The order of the members was recorded on the real development host. rule: atrium.user.fields */
export const AtriumUser = Type.Object(
  {
    guid: Type.String({
      // Real guids are not valid v4 UUIDs, so no version digit is required. rule: atrium.user.guid
      pattern: '^USR-[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$',
      description: 'The unique identifier of the user, assigned by the server.'
    }),
    is_disabled: Type.Boolean({ description: "Whether access to the user's data is restricted." }),
    metadata: NullableText('Arbitrary text that the partner stores; returned byte for byte.'),
    identifier: NullableText("The partner's own identifier, unique among users. Null or an empty string means none.")
  },
  { additionalProperties: false }
)
export type AtriumUser = Static<typeof AtriumUser>

export const AtriumCredential = Type.Object(
  { apiKey: HeaderValue('Sent as MX-API-Key.'), clientId: HeaderValue('Sent as MX-Client-ID.') },
  { additionalProperties: false }
)
export type AtriumCredential = Static<typeof AtriumCredential>

/**
 * The guid of a user for whom a fixture gives none. It depends on the identifier, so that it stays the same when other users are added, or
 * on the place of a user without one.
 */
function derivedGuid(
  seed: string,
  { identifier }: Readonly<Record<string, unknown>>,
  place: number,
  attempt: number
): string {
  const user = identifier ? `identifier ${identifier}` : `place ${place}`
  const digits = hash('md5', `fixture ${seed}\n${attempt}\n${user}`)
  return `USR-${digits.replace(/^(.{8})(.{4})(.{4})(.{4})/, '$1-$2-$3-$4-')}`
}

export const records = defineRecords(
  'atrium',
  {
    credentials: list(AtriumCredential, {
      keys: { key: ({ apiKey, clientId }) => `${apiKey} ${clientId}` },
      withTable: [{ apiKey: 'test-api-key', clientId: 'test-client-id' }],
      count: 'credentials'
    }),
    users: list(AtriumUser, {
      // null and "" both mean that the user has no identifier; they never clash.
      keys: { key: ({ guid }) => guid, unique: ({ identifier }) => identifier || undefined },
      defaults: { is_disabled: false, metadata: null, identifier: null },
      derived: { member: 'guid', makeUp: derivedGuid },
      isTable: true,
      label: 'Atrium users'
    })
  },
  /** How many guids of the seeded sequence were assigned since the last reset. */
  ['guids']
)
