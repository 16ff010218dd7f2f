import { Dice } from './chaos/dice.ts'

const CREDENTIALS = ['MX-API-Key: test-api-key', 'MX-Client-ID: test-client-id', 'token: test-token']
const GUIDS = [
  'USR-ca9e493f-5e9f-c89e-962f-5868187b63f9',
  'USR-a0d28b12-2ccf-e80f-df0f-157f17d1b134',
  'USR-00000000-0000-0000-0000-000000000000',
  'x'
] as const
const NAMES = ['asmith', 'dlee', 'new-1', 'NEW-1', 'new%202', 'd%5Cnew', '%zz'] as const
const STUB_ID = '00000000-0000-4000-8000-00000000000'

/** A line, and the parts of a request that are not the default ones. */
interface Request {
  readonly line: string
  readonly body?: string
  readonly headers?: readonly string[]
}

type Make = (dice: Dice) => Request

const text = (dice: Dice): string => dice.pick(['a', 'b', 'é', '𝄞\u2028', '"\\', '', 'x'.repeat(3000)])
const guid = (dice: Dice): string => dice.pick(GUIDS)
const name = (dice: Dice): string => dice.pick(NAMES)
const digit = (dice: Dice): number => Math.floor(dice.upTo(5))
const json = (value: unknown): string => JSON.stringify(value)

const ATRIUM: [Make, ...Make[]] = [
  (dice) => ({ line: `GET /users?page=${digit(dice)}&records_per_page=${dice.pick(['1', '10', '25', 'x', ''])}` }),
  () => ({ line: 'GET /users' }),
  () => ({ line: 'HEAD /users' }),
  (dice) => ({ line: `GET /users/${guid(dice)}` }),
  (dice) => ({ line: 'POST /users', body: json({ user: { identifier: text(dice), metadata: text(dice) } }) }),
  (dice) => ({ line: 'POST /users', body: json({ user: { metadata: text(dice), is_disabled: dice.coin } }) }),
  (dice) => ({ line: 'POST /users', body: dice.pick(['', '{', '[]', '{"user":1}', '{"user":{"is_disabled":3}}']) }),
  (dice) => ({ line: `PUT /users/${guid(dice)}`, body: json({ user: { metadata: text(dice) } }) }),
  (dice) => ({ line: `DELETE /users/${guid(dice)}` }),
  (dice) => ({ line: `${dice.pick(['PATCH', 'OPTIONS', 'PROPFIND'])} /users` })
]
const ATMS: [Make, ...Make[]] = [
  () => ({ line: 'GET /api/Users' }),
  () => ({ line: 'GET /API/usergroups' }),
  (dice) => ({ line: `GET /api/Users/${name(dice)}` }),
  (dice) => ({ line: 'POST /api/Users', body: json(account(dice)) }),
  (dice) => ({ line: `PUT /api/Users/${name(dice)}`, body: json(account(dice)) }),
  (dice) => ({ line: `PUT /api/Users/${name(dice)}/${dice.pick(['enable', 'disable', 'x'])}` }),
  (dice) => ({ line: `DELETE /api/Users/${name(dice)}` }),
  (dice) => ({ line: 'POST /api/Users', body: dice.pick(['', '{', 'null', '{"Username":1}']) })
]
const CONTROL: [Make, ...Make[]] = [
  (dice) => ({ line: 'POST /__admin/requests/count', body: json({ urlPath: dice.pick(['/users', '/stub/1']) }) }),
  (dice) => ({ line: 'POST /__admin/mappings', body: json(mapping(dice)) }),
  (dice) => ({ line: `PUT /__admin/mappings/${STUB_ID}${digit(dice)}`, body: json(mapping(dice)) }),
  (dice) => ({ line: `DELETE /__admin/mappings/${STUB_ID}${digit(dice)}` }),
  () => ({ line: 'GET /__admin/mappings' }),
  () => ({ line: 'GET /__admin/scenarios' }),
  () => ({ line: 'GET /__admin/state' }),
  () => ({ line: 'GET /__admin/nothing' }),
  (dice) => ({ line: `POST /__admin/${dice.pick(['state/reset', 'reset'])}` }),
  (dice) => ({ line: `DELETE /__admin/sandboxes/w${digit(dice)}` })
]
const OTHER: Make = (dice) => ({
  line: `GET ${dice.pick(['/stub/1', '/stub/2', '/nothing', '//users', '/users/%zz', '/'])}`
})
const MAKERS: readonly [Make, ...Make[]] = [
  (dice) => dice.pick(ATRIUM)(dice),
  (dice) => dice.pick(ATMS)(dice),
  (dice) => dice.pick(CONTROL)(dice),
  OTHER
]

const account = (dice: Dice) => ({
  Username: dice.pick(['new-1', 'new 2', 'd\\new', '']),
  DisplayName: text(dice),
  UserGroupName: dice.pick(['Operators', 'operators', 'None'])
})

const mapping = (dice: Dice) => ({
  id: STUB_ID + digit(dice),
  request: dice.pick<object>([
    { urlPath: '/stub/1' },
    { urlPathPattern: '/stub/.' },
    { urlPath: '/users', method: 'GET' }
  ]),
  response: dice.pick<object>([
    { status: 503, body: 'é' },
    { jsonBody: { a: [1, null] }, headers: { 'X-A': ['1', '2'] } },
    { body: 'in pieces', chunkedDribbleDelay: { numberOfChunks: 3, totalDuration: 3 } },
    { body: 'late', fixedDelayMilliseconds: 2 },
    { status: 204 },
    { transformers: ['emulate'], fixedDelayMilliseconds: 1 }
  ]),
  ...dice.pick<object>([{}, { metadata: { mock: { times: 2 } } }, { metadata: { mock: { probability: 0.5 } } }])
})

/** Bytes of a request with a random sandbox, random credentials and a random framing. The same seed gives the same ones. */
export function randomRequests(seed: string, count: number): { line: string; bytes: (closes: boolean) => string }[] {
  const dice = new Dice(seed)
  return Array.from({ length: count }, () => {
    const { line, body } = dice.pick(MAKERS)(dice)
    const [method, path] = line.split(' ')
    const prefix = dice.pick(['', '', '', `/sandboxes/w${digit(dice)}`])
    const isControl = path?.startsWith('/__admin')
    const credentials = isControl
      ? []
      : dice.pick([CREDENTIALS, CREDENTIALS, CREDENTIALS, ['token: test-token@w1'], []])
    const more = dice.pick([[], [], [], ['Accept: text/html'], ['Mock-Sandbox: w2'], ['Mock-Sandbox: ?']])
    const isChunked = dice.coin
    const start = [`${method} ${prefix}${path} HTTP/1.1`, 'Host: localhost', ...credentials, ...more]
    const framed = body === undefined ? [] : framing(body, isChunked)
    return {
      line: `${method} ${prefix}${path}`,
      bytes: (closes) =>
        [...start, ...(closes ? ['Connection: close'] : []), ...(body === undefined ? ['', ''] : framed)].join('\r\n')
    }
  })
}

function framing(body: string, isChunked: boolean): string[] {
  const size = Buffer.byteLength(body)
  const type = 'Content-Type: application/json'
  if (!isChunked || size === 0) return [type, `Content-Length: ${size}`, '', body]
  return [type, 'Transfer-Encoding: chunked', '', size.toString(16), body, '0', '', '']
}
