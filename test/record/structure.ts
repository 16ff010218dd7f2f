import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { Test } from 'tap'
import type { RunningMock } from '../../src/index.ts'
import { mockFor } from '../support/mock.ts'
import { run } from '../support/terminal.ts'
import { accountOf, BOTH, GROUPS, recordsFor, userOf } from './service.ts'

const ENVIRONMENT = {
  ATRIUM_MX_API_KEY: 'test-api-key',
  ATRIUM_MX_CLIENT_ID: 'test-client-id',
  ATMS_TOKEN: 'test-token'
}

/** The type of a value: of each member, with their names, and of the JSON in a text. Ids and flags are themselves. */
function typeOf(value: unknown, member = ''): unknown {
  if (member === 'guid' || member === 'pagination' || typeof value === 'boolean' || value === null || value === '')
    return value
  if (Array.isArray(value)) return value.map((item) => typeOf(item))
  if (typeof value === 'object')
    return Object.fromEntries(Object.entries(value).map(([name, item]) => [name, typeOf(item, name)]))
  if (member === 'metadata' && /^[[{]/.test(String(value))) return { json: typeOf(JSON.parse(String(value))) }
  return Number.isInteger(value) ? 'integer' : typeof value
}

/** What the mock serves: every page of both APIs. */
async function served({ url }: RunningMock): Promise<unknown[]> {
  const get = async (path: string) => {
    const headers = { 'MX-API-Key': 'test-api-key', 'MX-Client-ID': 'test-client-id', token: 'test-token' }
    const response = await fetch(`${url}${path}`, { headers })
    return response.json() as Promise<{ pagination: { total_pages: number } }>
  }
  const first = await get('/users')
  const pages = Array.from({ length: first.pagination.total_pages }, (_, n) => `/users?page=${n + 1}`)
  return Promise.all([...pages, '/api/Users', '/api/UserGroups'].map(get))
}

const METADATA = [
  null,
  '',
  'free text of somebody',
  '{"a":{"b":[1,2.5,"x",null,true,[]],"c":{}}}',
  '[]',
  '17',
  '"text"'
]

/** A mock that starts with a recording serves the same structure. */
export async function structure(t: Test): Promise<void> {
  const users = Array.from({ length: 130 }, (_, n) =>
    userOf(n, { metadata: METADATA[n % METADATA.length], ...(n % 5 === 0 && { identifier: n % 2 === 0 ? null : '' }) })
  )
  const fixtures = {
    atrium: { credentials: [{ apiKey: 'test-api-key', clientId: 'test-client-id' }], users },
    atms: { tokens: ['test-token'], userGroups: GROUPS, users: Array.from({ length: 60 }, (_, n) => accountOf(n)) }
  }
  const real = await mockFor(t, { fixtures })
  const { record, file, folder } = await recordsFor(t, real)
  const recorded = await record(BOTH, { environment: { ...ENVIRONMENT, XDG_CONFIG_HOME: folder } })
  t.match(recorded, { code: 0, out: `${file}: written\n` }, 'recorded')
  t.match(recorded.err, /^Atrium users: 130 records on 2 pages$/m, 'what was read')
  t.match(recorded.err, /^warning: keys of metadata are kept\. .*: "a", "b", "c"$/m, 'kept keys')

  const mock = await mockFor(t, { fixtures: file })
  const [before, after] = [await served(real), await served(mock)]
  t.strictSame(typeOf(after), typeOf(before), 'the same structure')
  t.not(JSON.stringify(after), JSON.stringify(before), 'other values')
  t.equal((await run(['check', file])).err, '', 'check has no warnings')

  const loaded = await mockFor(t)
  t.equal((await run(['load', file, '--url', loaded.url])).code, 0, 'it can be loaded')
  await writeFile(join(folder, 'other.json'), JSON.stringify(await (await fetch(`${mock.url}/__admin/state`)).json()))
  const other = await record([...BOTH, '--out', join(folder, 'other.json')], {
    environment: { ...ENVIRONMENT, XDG_CONFIG_HOME: folder }
  })
  t.match(other, { code: 1, err: /other\.json is not a recording/ }, 'the state of a mock is no recording')
}
