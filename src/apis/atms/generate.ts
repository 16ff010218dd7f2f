import type { GenerateOptions } from '../../api/define-api.ts'
import type { AtmsUser } from './records.ts'

const GROUPS = ['Administrators', 'Operators', 'Read Only'] as const
const USER_GROUPS = [
  { GroupName: GROUPS[0], Description: 'May change everything, user accounts included.' },
  { GroupName: GROUPS[1], Description: 'Run the traffic management center: events, signs and cameras.' },
  { GroupName: GROUPS[2], Description: null }
]
/** One of this many users is disabled. */
const DISABLED_INTERVAL = 10

/** Made-up records for a fixture. Users are created lazily; the same seed gives the same users. */
export const generate = (options: GenerateOptions) => ({
  tokens: [{ token: 'test-token' }],
  userGroups: USER_GROUPS,
  users: users(options)
})

function* users({ count, person, onRecord }: GenerateOptions): Generator<AtmsUser> {
  for (let index = 0; index < count; index++) {
    const { firstName, lastName, phone } = person()
    const name = `${firstName.charAt(0)}${lastName}${index}`.toLowerCase()
    const Email = `${name}@partner.example`
    const { Username, UserGroupName } = kindOf(index, name, Email)
    yield {
      Username,
      DisplayName: `${firstName} ${lastName}`,
      UserGroupName,
      Email: index % 2 === 0 ? Email : null,
      Phone: index % 4 === 0 ? phone : null,
      IsAccountDisabled: index % DISABLED_INTERVAL === DISABLED_INTERVAL - 1
    }
    onRecord()
  }
}

/** Usernames are of three kinds: plain, e-mail addresses, and `domain1\name`, which the vendor's manual documents. */
function kindOf(index: number, name: string, email: string): Pick<AtmsUser, 'Username' | 'UserGroupName'> {
  switch (index % 3) {
    case 0:
      return { Username: name, UserGroupName: GROUPS[0] }
    case 1:
      return { Username: email, UserGroupName: GROUPS[1] }
    default:
      return { Username: `domain1\\${name}`, UserGroupName: GROUPS[2] }
  }
}
