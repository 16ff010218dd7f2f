export const guid = (n: number): string => `USR-00000000-0000-0000-0000-${n.toString(16).padStart(12, '0')}`

/** The sections of a fixture, as a test writes them. */
interface Sections {
  atrium: {
    credentials: { apiKey: string; clientId: string }[]
    users: { guid: string; is_disabled?: boolean; metadata?: string | null; identifier?: string | null }[]
  }
  atms: {
    tokens: string[]
    userGroups: { GroupName: string; Description?: string | null }[]
    users: {
      Username: string
      DisplayName: string
      UserGroupName: string
      Email?: string | null
      Phone?: string | null
      IsAccountDisabled?: boolean
    }[]
  }
}

/** A small valid fixture, with the given parts replaced. */
export function fixture({ atrium, atms }: Partial<Sections> = {}): Sections {
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
