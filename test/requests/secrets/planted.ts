/** Every planted credential contains this, and nothing else does. */
export const SECRET = 's3cr3t'
export const secret = (where: string): string => `${SECRET}-${where}`
export const ADMIN = secret('admin')

export const FIXTURE = {
  atrium: { credentials: [{ apiKey: secret('key'), clientId: secret('client') }], users: [] },
  atms: { tokens: [secret('token')], userGroups: [], users: [] }
}
export const API = [`mX-aPi-KeY: ${secret('key')}`, `MX-Client-ID: ${secret('client')}`, `Token: ${secret('token')}`]
export const HTTP = [
  `AUTHORIZATION: Basic ${secret('basic')}`,
  `Proxy-Authorization: Bearer ${secret('proxy')}`,
  `Cookie: a=${secret('cookie-a')}; b=${secret('cookie-b')}`,
  `cookie: a=${secret('cookie-c')}`,
  `Referer: http://joe:${secret('referer')}@x/?access_token=${secret('referer-query')}#access_token=${secret('fragment')}`,
  `X-Original-URL: http://joe:${secret('original')}@x/?access_token=${secret('original-query')}`,
  `X-Forwarded-Host: joe:${secret('forwarded-host')}@x`,
  `Forwarded: for=1.2.3.4;host="joe:${secret('forwarded-by')}@x";proto=http`,
  `X-Query: token=${secret('x-query')}`,
  `X-Forwarded-Uri: /x?token=${secret('forwarded')}`
]
export const QUERY = `access_token=${secret('query')}&MX-API-KEY=${secret('query-key')}&to%6Ben=${secret('query-token')}`
const ODD_NAMES = [
  '+token',
  'token%20',
  'token[]',
  'token%00',
  'token%01',
  'token%7F',
  'token[0]',
  'token[a]',
  'user[token]',
  'to%256Ben',
  'a=1%3Btoken',
  'x=%2Fy%3Ftoken',
  'a=1;token',
  'token=a;b&x;token'
]
export const TARGETS = [
  ...ODD_NAMES.map((name) => `/none?${name}=${secret('odd-name')}`),
  `/none?x=http%3A%2F%2Fjoe:${secret('encoded')}@x`,
  `//joe:${secret('no-scheme')}@x/none`,
  ...['http:%2f%2f', 'http:/%2f', 'http%253A%252F%252F'].map((start) => `/none?x=${start}joe:${secret('half')}@x`),
  `/users?${QUERY}`,
  `http://joe:${secret('user-info')}@localhost/api/Users?${QUERY}`,
  `/stub?${QUERY}`,
  `/api/None?${QUERY}`,
  `http://joe:${secret('user-info-none')}@localhost/api/None?${QUERY}`,
  `/none?${QUERY}`,
  `/sandboxes/w1/users?${QUERY}`,
  `/__admin/none?${QUERY}`
]
export const MATCHERS = {
  headers: {
    Authorization: { or: [{ equalTo: `Basic ${secret('basic')}` }, { matches: `${secret('matcher')}.*` }] },
    'mx-api-key': { contains: secret('key') },
    Accept: { absent: true }
  },
  cookies: { a: { equalTo: secret('cookie-a') } }
}
export const STUBS = [
  {
    request: { urlPath: '/stub', ...MATCHERS, queryParameters: { token: { equalTo: secret('query-token') } } },
    response: {
      headers: {
        'Set-Cookie': [`a=${secret('set-cookie')}`, 'b=2'],
        Location: [`http://x/?access_token=${secret('location')}`, '/plain']
      }
    }
  },
  {
    request: {
      urlPattern: `/near\\?access_token=${secret('url')}`,
      basicAuthCredentials: { username: secret('user'), password: secret('password') }
    },
    response: { headers: { Authorization: secret('response') } }
  },
  { request: { url: `/near?token=${secret('url')}` } }
]
export const LOGGED = {
  url: `/near?token=${secret('logged')}`,
  headers: { Authorization: secret('logged'), Accept: ['a', 'b'] },
  cookies: { a: secret('logged') }
}
/** A fixture with a duplicate of each credential, and with ones that no header can carry. */
export const BAD_FIXTURE = {
  atrium: { credentials: [...FIXTURE.atrium.credentials, ...FIXTURE.atrium.credentials, { apiKey: `${SECRET} ` }] },
  atms: { tokens: [...FIXTURE.atms.tokens, ...FIXTURE.atms.tokens, `${SECRET} `, [SECRET]] }
}

/** The paths of two files with the fixtures above. */
export interface FixtureFiles {
  readonly file: string
  readonly bad: string
}
