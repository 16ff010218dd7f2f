import type { Fixture } from '../../src/fixtures/fixture-schema.ts'

export const guid = (n: number): string => `USR-00000000-0000-0000-0000-${n.toString(16).padStart(12, '0')}`

/** A small valid fixture, to be changed by a test. */
export function fixture({
  atrium,
  atms
}: Pick<Fixture, 'atrium' | 'atms'> = {}): Required<Pick<Fixture, 'atrium' | 'atms'>> {
  return {
    atrium: {
      credentials: [{ apiKey: 'key', clientId: 'client' }],
      users: [
        { guid: guid(1), identifier: 'one', metadata: 'm' },
        { guid: guid(2), is_disabled: true }
      ],
      ...atrium
    },
    atms: {
      tokens: ['token'],
      userGroups: [{ GroupName: 'Operators', Description: 'They operate.' }],
      users: [{ Username: 'Ann', DisplayName: 'Ann A.', UserGroupName: 'operators', Email: 'a@x.example' }],
      ...atms
    }
  }
}
