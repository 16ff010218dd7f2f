import { type Static, Type } from '@sinclair/typebox'
import { defineRecords, list } from '../../src/api/define-api.ts'

/** A person to call. The order of the members is their order in responses, fixtures and the state file. */
export const Contact = Type.Object(
  {
    id: Type.String({ pattern: '^c[1-9][0-9]*$', description: 'Assigned by the server.' }),
    name: Type.String({ minLength: 1, description: 'What the person is called.' }),
    email: Type.Union([Type.String({ pattern: '@' }), Type.Null()], {
      description: 'Unique among contacts, in any case.'
    })
  },
  { additionalProperties: false }
)
export type Contact = Static<typeof Contact>

/** A fixture writes only the token itself. */
const Token = Type.Object({ token: Type.String({ pattern: '^[!-~]+$' }) })

/** Email addresses are compared without regard to case. */
export const emailKey = (email: string): string => email.toLowerCase()

export const records = defineRecords(
  'contacts',
  {
    tokens: list(Token, { keys: { key: ({ token }) => token }, bare: 'token' }),
    contacts: list(Contact, {
      keys: { key: ({ id }) => id, unique: ({ email }) => (email === null ? undefined : emailKey(email)) },
      defaults: { email: null },
      count: 'contacts',
      label: 'contacts'
    })
  },
  /** How many ids were assigned since the last reset: deleted ids are not assigned again. */
  ['ids']
)
