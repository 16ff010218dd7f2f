import fc from 'fast-check'
import { nameKey } from '../../src/apis/atms/name-key.ts'
import { anyText } from './any-text.ts'
import { guid } from './fixtures.ts'

// Metadata is echoed byte for byte.
const text = anyText(12)
const nonBlank = text.map((value) => `x${value}`)
const orNull = (value: fc.Arbitrary<string>) => fc.option(value)
const header = fc.stringMatching(/^[!-~]{1,8}$/)
const list = { maxLength: 6 }
const plain = { noNullPrototype: true }

const unique = <T>(record: fc.Arbitrary<T>, key: (record: T) => string) =>
  fc.uniqueArray(record, { ...list, selector: key })

const atrium = fc.record(
  {
    credentials: unique(
      fc.record({ apiKey: header, clientId: header }, plain),
      ({ apiKey, clientId }) => `${apiKey} ${clientId}`
    ),
    users: fc
      .array(fc.record({ is_disabled: fc.boolean(), metadata: orNull(text), name: orNull(text) }), list)
      .map((users) =>
        users.map(({ name, ...user }, i) => ({ guid: guid(i), ...user, identifier: name && `${i}${name}` }))
      )
  },
  plain
)

const userGroup = fc.record({ GroupName: nonBlank, Description: orNull(text) }, plain)

const atms = fc.record(
  {
    tokens: unique(header, (token) => token),
    userGroups: unique(userGroup, ({ GroupName }) => nameKey(GroupName)),
    accounts: fc.array(
      fc.record({ name: nonBlank, group: fc.nat(), Email: orNull(text), IsAccountDisabled: fc.boolean() }),
      list
    )
  },
  plain
)

/** Any valid fixture, including all optional fields. */
export const anyFixture = fc.record({ atrium, atms }, plain).map(({ atrium, atms: { accounts, ...atms } }) => ({
  atrium,
  atms: {
    ...atms,
    users:
      atms.userGroups.length === 0
        ? []
        : accounts.map(({ name, group, Email, IsAccountDisabled }, i) => ({
            Username: `${i}${name}`,
            DisplayName: name,
            UserGroupName: atms.userGroups[group % atms.userGroups.length]?.GroupName as string,
            Email,
            Phone: null,
            IsAccountDisabled
          }))
  }
}))
