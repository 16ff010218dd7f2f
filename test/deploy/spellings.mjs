// The ways to name a sandbox in a request, and how a balancer must treat them.

const ATRIUM = { 'MX-API-Key': 'key', 'MX-Client-ID': 'client' }
const ATMS = { Token: 'token' }
const list = (target, headers, api = 'atrium') => ({ target, headers, api })

/** Requests that list the users of a sandbox. Each must reach its replica. */
export const lists = (name) => [
  list(`/sandboxes/${name}/users`, ATRIUM),
  list(`/sandboxes/${name}/api/Users`, ATMS, 'atms'),
  list(`//sandboxes/${name}//users`, ATRIUM),
  list(`///sandboxes/${name}/users/`, ATRIUM),
  list(`//sandboxes/${name}//API//users?a=/sandboxes/other/x`, ATMS, 'atms'),
  list(`http://mock.example/sandboxes/${name}/users`, { ...ATRIUM, Host: 'mock.example' }),
  list('/users', { ...ATRIUM, 'Mock-Sandbox': name }),
  list('//users', { ...ATRIUM, 'mock-sandbox': name }),
  list('/api/%55sers', { ...ATMS, 'MOCK-SANDBOX': name }, 'atms'),
  list('/users', { ...ATRIUM, 'MX-API-Key': `key@${name}` }),
  list('/users?x=@other', { ...ATRIUM, 'MX-API-Key': `key@${name}` }),
  list('/api/Users', { Token: `token@${name}` }, 'atms'),
  list('//aPi//Users/', { token: `token@${name}` }, 'atms'),
  // The path takes precedence over the header, and the header over the credential.
  list(`/sandboxes/${name}/users`, { ...ATRIUM, 'MX-API-Key': 'key@other', 'Mock-Sandbox': 'other' }),
  list('/users', { ...ATRIUM, 'MX-API-Key': 'key@other', 'Mock-Sandbox': name }),
  // Only the credential of the addressed API counts.
  list('/users', { ...ATRIUM, 'MX-API-Key': `key@${name}`, Token: 'token@other' }),
  list('/api/Users', { ...ATRIUM, 'MX-API-Key': 'key@other', Token: `token@${name}` }, 'atms')
]

/** Control calls for a sandbox. */
export const calls = (name) => [
  { target: `/sandboxes/${name}/__admin/state` },
  { target: '/__admin/state', headers: { 'Mock-Sandbox': name } },
  { target: '/__admin/state', headers: { 'MX-API-Key': `key@${name}`, 'MX-Client-ID': 'client' } },
  { target: '/__admin/state', headers: { Token: `token@${name}` } },
  { target: `/__admin/sandboxes/${name}` },
  { target: `//__admin//sandboxes//${name}/`, headers: { 'Mock-Sandbox': 'other' } },
  { target: `/sandboxes/other/__admin/sandboxes/${name}` }
]

/** Paths that the mock would decode, and a balancer does not: it rejects them. */
export const rejected = (name) => {
  const encoded = [...name].map((letter) => `%${letter.charCodeAt(0).toString(16)}`).join('')
  return [
    `/%73andboxes/${name}/users`,
    `/sandboxes/${name}/%75sers`,
    `/__admin/sandboxes/${encoded}`,
    `/%5f_admin/sandboxes/${name}`,
    `/__admin/%73andboxes/${name}`,
    `/sandboxes/other/__admin/sandboxes/${encoded}`,
    '/%61pi/Users',
    '//%41PI/Users'
  ]
}

/** Names that every replica rejects. */
export const invalid = (name) => [
  { target: `/sandboxes//${name}/users`, headers: ATRIUM },
  {
    target: `/sandboxes/${name.replace(/^./, (letter) => `%${letter.charCodeAt(0).toString(16)}`)}/users`,
    headers: ATRIUM
  },
  { target: `/sandboxes/${name}@/users`, headers: ATRIUM },
  { target: '/users', headers: { ...ATRIUM, 'Mock-Sandbox': `${name}!` } }
]
