import { once } from 'node:events'
import { createServer, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { join } from 'node:path'
import type { Test } from 'tap'
import type { Terminal } from '../../src/cli/command.ts'
import { temporaryFolder } from '../support/temporary.ts'
import { type Run, run } from '../support/terminal.ts'

/** A service with the lists of both APIs, which a test can change at any time. */
export interface Service {
  readonly url: string
  users: unknown[]
  groups: unknown
  accounts: unknown
  /** The targets of the requests. */
  readonly requests: string[]
  /** Responds instead, if it returns true. @param count how many requests there were, with this one */
  intercept: (target: string, response: ServerResponse, count: number) => boolean
}

const PER_PAGE = 100

/** A service like the real ones: written by hand, so that it can misbehave. */
export async function serviceFor(t: Test): Promise<Service> {
  const server = createServer((request, response) => {
    const target = String(request.url)
    service.requests.push(target)
    if (service.intercept(target, response, service.requests.length)) return
    response.setHeader('Content-Type', 'application/json').end(JSON.stringify(bodyOf(service, target)))
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  t.teardown(() => {
    server.closeAllConnections()
    server.close()
  })
  const service: Service = {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    users: [],
    groups: [],
    accounts: [],
    requests: [],
    intercept: () => false
  }
  return service
}

function bodyOf({ users, groups, accounts }: Service, target: string): unknown {
  if (target === '/api/UserGroups') return groups
  if (target === '/api/Users') return accounts
  const page = Number(new URL(target, 'http://x').searchParams.get('page'))
  const pagination = {
    current_page: page,
    per_page: PER_PAGE,
    total_entries: users.length,
    total_pages: Math.max(1, Math.ceil(users.length / PER_PAGE))
  }
  return { users: users.slice((page - 1) * PER_PAGE, page * PER_PAGE), pagination }
}

/** The credentials of both APIs. */
export const CREDENTIALS = {
  ATRIUM_MX_API_KEY: 'secret-key',
  ATRIUM_MX_CLIENT_ID: 'secret-id',
  ATMS_TOKEN: 'secret-token'
}
export const BOTH = ['--api', 'atrium', '--api', 'atms']

export interface Records {
  readonly folder: string
  readonly file: string
  readonly log: string
  /** The variables of the process. */
  readonly environment: Readonly<Record<string, string>>
  /** Records to the file. */
  record(words: readonly string[], given?: Partial<Terminal>): Promise<Run>
}

/** A folder to record to, with its key. */
export async function recordsFor(t: Test, { url }: { readonly url: string }): Promise<Records> {
  const folder = await temporaryFolder(t)
  const file = join(folder, 'users.json')
  const environment = { ...CREDENTIALS, XDG_CONFIG_HOME: folder }
  return {
    folder,
    file,
    log: `${file}.recording`,
    environment,
    record: (words, given) => run(['record', '--from', url, '--out', file, ...words], { environment, ...given })
  }
}

export const userOf = (n: number, members: object = {}) => ({
  guid: `USR-00000000-0000-0000-0000-${String(n).padStart(12, '0')}`,
  is_disabled: n % 7 === 0,
  metadata: JSON.stringify({ first_name: `Firstname${n}`, balance: n * 12345, tags: ['premium', null] }),
  identifier: `person${n}@partner.example`,
  ...members
})

export const accountOf = (n: number, members: object = {}) => ({
  Username: `person${n}@partner.example`,
  DisplayName: `Firstname${n} Lastname`,
  UserGroupName: 'Operators',
  Email: n % 2 === 0 ? `person${n}@partner.example` : null,
  Phone: n % 3 === 0 ? '+1 (202) 555-0101' : '',
  IsAccountDisabled: n % 7 === 0,
  ...members
})

export const GROUPS = [
  { GroupName: 'Operators', Description: 'Run the traffic management center' },
  { GroupName: 'Read Only', Description: null }
]

/** Users and accounts of the same people. */
export function fill(service: Service, count: number): void {
  service.users = Array.from({ length: count }, (_, n) => userOf(n))
  service.accounts = Array.from({ length: count }, (_, n) => accountOf(n))
  service.groups = GROUPS
}
