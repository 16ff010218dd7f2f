/** A request that carries a secret. */
export interface PlantedRequest {
  readonly name: string
  readonly target: string
  readonly headers: readonly string[]
}

/** Writes a request around a secret. */
type Planting = (secret: string) => Omit<PlantedRequest, 'name'>

const base64 = (text: string): string => Buffer.from(text).toString('base64')
const alternating = (text: string): string =>
  [...text].map((letter, i) => (i % 2 === 0 ? letter.toLowerCase() : letter.toUpperCase())).join('')
const encoded = (text: string): string => `%${text.charCodeAt(0).toString(16)}${text.slice(1)}`

const API_HEADERS = ['MX-API-KEY', 'MX-CLIENT-ID', 'token']
const OTHER_HEADERS = ['X-Api-Key', 'X-Auth-Token', 'X-Forwarded-Access-Token', 'X-Forwarded-Authorization', 'X-Cookie']
const HTTP_HEADERS = ['Authorization', 'Proxy-Authorization']
const CASES = [String, alternating, (text: string) => text.toUpperCase()]
const SCHEMES: readonly ((secret: string) => string)[] = [
  (secret) => `Basic ${base64(`joe:${secret}`)}`,
  (secret) => `bearer   ${secret}`,
  (secret) => `Digest username="joe", response="${secret}"`,
  (secret) => secret
]

/** Headers whose whole value is a credential. */
const headers: readonly (readonly [string, (secret: string) => readonly string[]])[] = [
  ...[...API_HEADERS, ...OTHER_HEADERS].flatMap((name) =>
    CASES.map((spell) => [spell(name), (secret: string) => [`${spell(name)}: ${secret}`]] as const)
  ),
  ...HTTP_HEADERS.flatMap((name) =>
    SCHEMES.flatMap((scheme) =>
      CASES.map(
        (spell) => [`${spell(name)} ${scheme('')}`, (secret: string) => [`${spell(name)}: ${scheme(secret)}`]] as const
      )
    )
  ),
  ['a cookie', (secret) => [`Cookie: a=${secret}`]],
  ['a cookie without a value', (secret) => [`COOKIE: ${secret}`]],
  ['the last cookie', (secret) => [`Cookie: a=1; b="${secret}";`]],
  ['Set-Cookie of a client', (secret) => [`Set-Cookie: a=${secret}`]],
  ['a header that is repeated', (secret) => ['token: x', `Token: ${secret}`, 'TOKEN: y']],
  ['a header with tabs', (secret) => [`token:\t${secret}\t`]],
  ['a suffix for a sandbox', (secret) => [`token: x@${secret}`]],
  ['a credential that is a suffix', (secret) => [`MX-API-Key: ${secret}@w9`]]
]

const PARAMETERS = [
  'token',
  'access_token',
  'accessToken',
  'mx-api-key',
  'mx_client_id',
  'authorization',
  'admin-token',
  'adminToken',
  'private_token',
  'api_key',
  'password',
  'client_secret'
]
const SPELLINGS: Readonly<Record<string, (name: string) => string>> = {
  'as it is': String,
  'in upper case': (name) => name.toUpperCase(),
  'percent-encoded': encoded,
  'percent-encoded twice': (name) => encoded(name).replace('%', '%25'),
  'an array': (name) => `${name}[]`,
  'an item': (name) => `${name}[0]`,
  'an encoded array': (name) => `${name}%5B%5D`,
  'a member': (name) => `user[${name}]`,
  'a member with a dot': (name) => `user.${name}`,
  'an item with a dot': (name) => `${name}.0`,
  'after a plus': (name) => `+${name}`,
  'before a space': (name) => `${name}%20`,
  'after a semicolon': (name) => `a=1;${name}`,
  'after an encoded ampersand': (name) => `a=1%26${name}`,
  'after an ampersand of HTML': (name) => `a=1&amp;${name}`,
  repeated: (name) => `${name}=x&${name}`,
  'in an encoded URL': (name) => `u=https%3A%2F%2Fx%2F%3F${name}`,
  'without an ampersand before': (name) => `?${name}`
}
const PATHS = ['/none', '/users', '/api/None', '/users/x', '/api/Users', '/__admin/none']

const parameters: readonly (readonly [string, Planting])[] = Object.entries(SPELLINGS).flatMap(([spelling, spell], i) =>
  PARAMETERS.filter((_, j) => (i + j) % 3 === 0).map((name, j) => {
    const path = PATHS[(i + j) % PATHS.length]
    const planting: Planting = (secret) => ({ target: `${path}?${spell(name)}=${secret}&z=1`, headers: [] })
    return [`the parameter ${name}, ${spelling}, of ${path}`, planting] as const
  })
)

const URLS: Readonly<Record<string, (secret: string) => string>> = {
  'user information': (secret) => `http://joe:${secret}@x/y`,
  'a user alone': (secret) => `https://${secret}@x`,
  'a parameter': (secret) => `https://x/?a=1&token=${secret}`,
  'a fragment': (secret) => `https://x/#access_token=${secret}`,
  'a parameter of a fragment': (secret) => `https://x/#/y?token=${secret}`,
  'a parameter of the path': (secret) => `https://x/y;token=${secret}/z`,
  'an encoded URL': (secret) => `/y?u=${encodeURIComponent(`ftp://joe:${secret}@x`)}`,
  'a URL without a scheme': (secret) => `//joe:${secret}@x`
}
const CARRIERS = ['Referer', 'X-Forwarded-Uri', 'X-Original-URL', 'Link', 'X-Any']

const urls: readonly (readonly [string, Planting])[] = Object.entries(URLS).flatMap(([kind, url]) =>
  CARRIERS.map((name) => {
    const shown = (secret: string) => (name === 'Link' ? `<${url(secret)}>; rel="next"` : url(secret))
    return [`${kind} in ${name}`, (secret) => ({ target: '/none', headers: [`${name}: ${shown(secret)}`] })] as const
  })
)

const targets: readonly (readonly [string, (secret: string) => string])[] = [
  ['absolute, with user information', (secret) => `http://joe:${secret}@localhost/users`],
  ['absolute, with a user', (secret) => `http://${secret}@localhost/api/None`],
  ['without a scheme', (secret) => `//joe:${secret}@x/none`],
  ['with slashes that are collapsed', (secret) => `/none/http:/joe:${secret}@x`],
  ['with an encoded URL', (secret) => `/none/http%3A%2F%2Fjoe%3A${secret}%40x`],
  ['with a parameter of the path', (secret) => `/none;token=${secret}/y`],
  ['with an encoded parameter of the path', (secret) => `/none%3Btoken%3D${secret}/y`],
  ['with a value that is cut off', (secret) => `/none?token=${secret}%`],
  ['in a sandbox', (secret) => `/sandboxes/w1/none?token=${secret}`]
]

const hosts: readonly (readonly [string, (secret: string) => string])[] = [
  ['Host', (secret) => `Host: joe:${secret}@localhost`],
  ['Host, encoded', (secret) => `Host: joe%3A${secret}%40localhost`],
  ['X-Forwarded-Host', (secret) => `X-Forwarded-Host: joe:${secret}@x`],
  ['Forwarded', (secret) => `Forwarded: for=1.2.3.4;host="joe:${secret}@x"`],
  ['X-Forwarded-For', (secret) => `X-Forwarded-For: 1.2.3.4, joe:${secret}@x`]
]

const all: readonly (readonly [string, Planting])[] = [
  ...headers.map(
    ([name, lines], i) =>
      [`the header ${name}`, (secret: string) => ({ target: PATHS[i % 5] ?? '', headers: lines(secret) })] as const
  ),
  ...parameters,
  ...urls,
  ...targets.map(
    ([name, target]) => [`a target ${name}`, (secret: string) => ({ target: target(secret), headers: [] })] as const
  ),
  ...hosts.map(
    ([name, line]) =>
      [`the host in ${name}`, (secret: string) => ({ target: '/none', headers: [line(secret)] })] as const
  )
]

/** @param secretOf the secret of a row */
export const plantedRequests = (secretOf: (row: number) => string): PlantedRequest[] =>
  all.map(([name, plant], i) => ({ name, ...plant(secretOf(i)) }))
