/** A stub that contains a secret. */
export interface PlantedStub {
  readonly name: string
  /** It responds to this path, if it expects nothing else. */
  readonly path: string
  readonly mapping: object
  /** What it expects. */
  readonly pattern: object
}

type Part = readonly [name: string, part: (secret: string) => object]

const HEADERS = [
  'Authorization',
  'proxy-authorization',
  'MX-API-KEY',
  'mx-client-id',
  'Token',
  'x-api-key',
  'X-Auth-Token'
]
const OPERATORS: readonly ((secret: string) => object)[] = [
  (equalTo) => ({ equalTo, caseInsensitive: true }),
  (contains) => ({ contains }),
  (secret) => ({ matches: `.*(${secret})` }),
  (secret) => ({ doesNotMatch: `${secret}.+` }),
  (secret) => ({ or: [{ equalTo: secret }, { and: [{ contains: secret }, { not: { equalTo: `${secret}!` } }] }] }),
  (secret) => ({ includes: [{ equalTo: secret }] }),
  (secret) => ({ not: { equalToJson: { [secret]: [secret] } } })
]
const PARAMETERS = [
  'token',
  'access_token',
  'user[token]',
  'token[]',
  'user.token',
  'accessToken',
  'MX-API-Key',
  'password'
]
const URLS: readonly ((secret: string) => string)[] = [
  (secret) => `http://joe:${secret}@x`,
  (secret) => `//${secret}@x`,
  (secret) => `https://x/?a=1&token=${secret}`,
  (secret) => `https://x/#access_token=${secret}`
]

/** Parts of requests. */
const expected: readonly Part[] = [
  ...HEADERS.flatMap((name, i) =>
    OPERATORS.map(
      (operator, j): Part => [
        `the header ${name}, ${Object.keys(operator('')).join()}`,
        (secret) => ({ headers: { [(i + j) % 2 === 0 ? name : name.toUpperCase()]: operator(secret) } })
      ]
    )
  ),
  ...['queryParameters', 'formParameters'].flatMap((member) =>
    PARAMETERS.map((name): Part => [`${member} ${name}`, (secret) => ({ [member]: { [name]: { equalTo: secret } } })])
  ),
  ...['Referer', 'X-Any', 'Host'].flatMap((name) =>
    URLS.map(
      (url): Part => [
        `${url('')} in the header ${name}`,
        (secret) => ({ headers: { [name]: { contains: url(secret) } } })
      ]
    )
  ),
  ['a cookie', (secret) => ({ cookies: { a: { equalTo: secret } } })],
  ['an address in a parameter', (secret) => ({ queryParameters: { u: { equalTo: `http://joe:${secret}@x` } } })],
  ['basicAuthCredentials', (secret) => ({ basicAuthCredentials: { username: 'joe', password: secret } })],
  ['the user of basicAuthCredentials', (secret) => ({ basicAuthCredentials: { username: secret, password: '' } })],
  ['host', (secret) => ({ host: { contains: `//joe:${secret}@x` } })]
]

/** Parts of requests in place of a path. */
const addresses: readonly Part[] = [
  ['url', (secret) => ({ url: `/near?token=${secret}` })],
  ['url with user information', (secret) => ({ url: `//joe:${secret}@x` })],
  ['urlPattern', (secret) => ({ urlPattern: `/near\\?.*access_token=${secret}.*` })],
  ['urlPattern with alternatives', (secret) => ({ urlPattern: `/near\\?(key|token)=${secret}` })],
  ['urlPattern with a set', (secret) => ({ urlPattern: `/near[?&]token\\=${secret}` })],
  ['urlPath', (secret) => ({ urlPath: `/near;token=${secret}` })],
  ['urlPath with user information', (secret) => ({ urlPath: `/near/http://joe:${secret}@x` })],
  ['urlPathPattern', (secret) => ({ urlPathPattern: `/near;token=${secret}.*` })],
  ['urlPathTemplate', (secret) => ({ urlPathTemplate: `/near/{id}/;token=${secret}` })],
  ['pathParameters', (secret) => ({ urlPathTemplate: '/near/{token}', pathParameters: { token: { equalTo: secret } } })]
]

const sent: readonly Part[] = [
  ...['Set-Cookie', 'set-cookie', 'Authorization', 'MX-API-Key', 'X-Csrf-Token'].map(
    (name): Part => [`the header ${name}`, (secret) => ({ headers: { [name]: [`a=${secret}; Path=/`, 'b=2'] } })]
  ),
  ...['Location', 'Content-Location', 'X-Any'].flatMap((name) =>
    URLS.map((url): Part => [`${url('')} in the header ${name}`, (secret) => ({ headers: { [name]: url(secret) } })])
  ),
  ['a URL in Link', (secret) => ({ headers: { Link: `<https://x/?token=${secret}>; rel="next"` } })],
  ['a URL in Refresh', (secret) => ({ headers: { Refresh: `0; url=http://joe:${secret}@x` } })],
  ['a parameter of a template', (secret) => ({ transformerParameters: { apiKey: secret, deep: { token: [secret] } } })]
]

interface Document {
  readonly request: object
  readonly response?: object
}

const all: readonly (readonly [string, (secret: string, path: string) => Document])[] = [
  ...expected.map(
    ([name, part]) =>
      [
        `${name} of a request`,
        (secret: string, urlPath: string) => ({ request: { urlPath, method: 'GET', ...part(secret) } })
      ] as const
  ),
  ...addresses.map(([name, part]) => [name, (secret: string) => ({ request: part(secret) })] as const),
  ...sent.map(
    ([name, part]) =>
      [
        `${name} of a response`,
        (secret: string, urlPath: string) => ({ request: { urlPath, method: 'GET' }, response: part(secret) })
      ] as const
  )
]

/** @param secretOf the secret of a row */
export const plantedStubs = (secretOf: (row: number) => string): PlantedStub[] =>
  all.map(([name, plant], i) => {
    const path = `/stub-${i}`
    const mapping = plant(secretOf(i), path)
    return { name, path, mapping, pattern: mapping.request }
  })
