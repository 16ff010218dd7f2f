import { base, en, Faker } from '@faker-js/faker'
import { GuidSequence } from '../apis/atrium/guid-sequence.ts'
import type { FixtureLists } from '../fixtures/fixture-text.ts'
import type { AtmsUser, AtriumUser } from '../state/records.ts'

export interface MadeUpOptions {
  readonly atriumUsers: number
  readonly atmsUsers: number
  readonly seed: number
  readonly onUser: () => void
}

const GROUPS = [
  { GroupName: 'Administrators', Description: 'May change everything, user accounts included.' },
  { GroupName: 'Operators', Description: 'Run the traffic management centre: events, signs and cameras.' },
  { GroupName: 'Read Only', Description: null }
]
/** One in so many users is disabled. */
const DISABLED = 10

/** The lists of a fixture, whose users come into being as they are read; the same for the same seed. */
export function madeUpUsers({ atriumUsers, atmsUsers, seed, onUser }: MadeUpOptions): FixtureLists {
  const faker = new Faker({ locale: [en, base], seed })
  const guids = new GuidSequence(`made up ${seed}`)
  return {
    atrium: {
      credentials: [{ apiKey: 'test-api-key', clientId: 'test-client-id' }],
      users: times(atriumUsers, (index) => atriumUser(faker, guids, index), onUser)
    },
    atms: {
      tokens: ['test-token'],
      userGroups: GROUPS,
      users: times(atmsUsers, (index) => atmsUser(faker, index), onUser)
    }
  }
}

function* times<T>(count: number, make: (index: number) => T, onUser: () => void): Generator<T> {
  for (let index = 0; index < count; index++) {
    yield make(index)
    onUser()
  }
}

function atriumUser(faker: Faker, guids: GuidSequence, index: number): AtriumUser {
  const first_name = faker.person.firstName()
  const last_name = faker.person.lastName()
  return {
    guid: guids.at(index),
    is_disabled: index % DISABLED === DISABLED - 1,
    metadata: JSON.stringify({ first_name, last_name }),
    identifier: `${first_name}.${last_name}.${index}`.toLowerCase()
  }
}

/** Usernames are of three kinds: plain, e-mail addresses, and `domain1\name`. */
function atmsUser(faker: Faker, index: number): AtmsUser {
  const first = faker.person.firstName()
  const last = faker.person.lastName()
  const name = `${first.charAt(0)}${last}${index}`.toLowerCase()
  const Email = `${name}@partner.example`
  return {
    Username: [name, Email, `domain1\\${name}`][index % 3] as string,
    DisplayName: `${first} ${last}`,
    UserGroupName: (GROUPS[index % GROUPS.length] as { GroupName: string }).GroupName,
    Email: index % 2 === 0 ? Email : null,
    Phone: index % 4 === 0 ? faker.phone.number({ style: 'international' }) : null,
    IsAccountDisabled: index % DISABLED === DISABLED - 1
  }
}
