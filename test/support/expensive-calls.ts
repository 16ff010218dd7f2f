/** A control call whose input takes as much work as its limits allow, or more. */
export interface ExpensiveCall {
  readonly name: string
  readonly method: string
  readonly path: string
  /** Built when it is needed. `undefined` without a body. */
  readonly body: () => string | undefined
  readonly status: number
}

const MANY = 9600
/** As many as one pattern may have. */
const OPERATORS = 4900
/** The same for the properties of a schema, which have a keyword each. */
const KEYWORDS = 6000
const STUBS = 20_000

const list = <T>(length: number, item: (i: number) => T): T[] => Array.from({ length }, (_, i) => item(i))
const members = (length: number, value: unknown): object =>
  Object.fromEntries(list(length, (i) => [`name ${i}`, value] as const))
const zeros = (megabytes: number): string => `[${'0,'.repeat(megabytes * 2 ** 19)}0]`
const stubs = list(STUBS, (i) => ({
  request: { url: `/x${i}` },
  scenarioName: `s${i}`,
  requiredScenarioState: 'Started',
  newScenarioState: 'b'
}))

function row(
  name: string,
  status: number,
  call: `${string} ${string}`,
  body: () => unknown = () => undefined
): ExpensiveCall {
  const [method = '', path = ''] = call.split(' ')
  const text = (): string | undefined => {
    const value = body()
    return typeof value === 'string' ? value : JSON.stringify(value)
  }
  return { name, method, path, body: text, status }
}

/** Sent before the calls: journal entries that take long to read. Their address and headers are as long as Node allows. */
export const LONG_REQUESTS: readonly { readonly path: string; readonly headers: Readonly<Record<string, string>> }[] =
  list(2000, (i) => ({
    path: `/none/${i}/${'a/'.repeat(1000)}?${'a=%41&'.repeat(500)}`,
    headers: { cookie: 'a=b;'.repeat(1000) }
  }))

const VALUES = list(100, () => ({ contains: 'A' }))

/** The worst inputs of control calls. Later ones read and remove what earlier ones created. */
export const EXPENSIVE_CALLS: readonly ExpensiveCall[] = [
  row('a search for query parameters', 200, 'POST requests/count', () => ({
    queryParameters: { a: { hasExactly: VALUES } }
  })),
  row('a search for a cookie', 200, 'POST requests/find', () => ({ cookies: { b: { equalTo: 'x' } } })),
  row('a search for an address', 200, 'POST requests/remove', () => ({ urlPathTemplate: '/none/{a}' })),
  row('a search for many values', 200, 'POST requests/count', () => ({
    queryParameters: { a: { includes: list(OPERATORS / 2, () => ({ not: { equalTo: '' } })) } }
  })),
  row('near misses of query parameters', 200, 'POST near-misses/request-pattern', () => ({
    queryParameters: { b: { equalTo: 'x' } }
  })),
  row('a stub of 9 MB of numbers', 413, 'POST mappings', () => zeros(9)),
  row('a stub of many numbers', 422, 'POST mappings', () => `{"response":{"jsonBody":${zeros(7)}}}`),
  row('a stub with a long text', 201, 'POST mappings', () => ({ response: { body: 'a'.repeat(7.5 * 2 ** 20) } })),
  row('a stub with a large JSON body', 201, 'POST mappings', () => ({
    response: { jsonBody: members(2 * MANY, 'x') }
  })),
  row('a stub with much metadata', 201, 'POST mappings', () => ({ metadata: members(2 * MANY, 'x') })),
  row('a stub with unknown members', 422, 'POST mappings', () => members(MANY, { foo: 'x' })),
  row('a stub with invalid names of headers', 422, 'POST mappings', () => ({
    response: { headers: members(2 * MANY, 'x') }
  })),
  row('a stub with unknown operators', 422, 'POST mappings', () => ({
    request: { headers: members(MANY, { foo: 'x' }) }
  })),
  row('a stub with the longest template', 201, 'POST mappings', () => ({
    response: { transformers: ['response-template'], body: '{{a}}'.repeat(2400) }
  })),
  row('a stub with an invalid long template', 422, 'POST mappings', () => ({
    response: { transformers: ['response-template'], body: `${'{{#if a}}'.repeat(90)}${'{{a}}'.repeat(2250)}` }
  })),
  row('a pattern with many query parameters', 200, 'POST near-misses/request-pattern', () => ({
    queryParameters: members(OPERATORS, { equalTo: 'x' })
  })),
  row('a pattern with too many query parameters', 422, 'POST near-misses/request-pattern', () => ({
    queryParameters: members(MANY, { equalTo: 'x' })
  })),
  row('a stub with many query parameters', 201, 'POST mappings', () => ({
    request: { url: '/many', queryParameters: members(OPERATORS, { equalTo: 'x' }) }
  })),
  row('a request with many headers', 422, 'POST near-misses/request', () => ({
    url: '/x',
    headers: members(2 * MANY, 'x')
  })),
  row('a pattern with many alternatives', 200, 'POST requests/count', () => ({
    headers: { a: { or: list(OPERATORS, (i) => ({ equalTo: `x${i}` })) } }
  })),
  row('a pattern with a large schema', 200, 'POST requests/count', () => ({
    bodyPatterns: [{ matchesJsonSchema: { properties: members(KEYWORDS, { type: 'string' }) } }]
  })),
  row('a pattern with too large a schema', 422, 'POST requests/count', () => ({
    bodyPatterns: [{ matchesJsonSchema: JSON.stringify({ enum: list(20_001, (i) => i) }) }]
  })),
  row('a pattern with a schema in a long text', 422, 'POST requests/count', () => ({
    bodyPatterns: [{ matchesJsonSchema: zeros(3) }]
  })),
  row('an import of many numbers', 422, 'POST mappings/import', () => `{"mappings":${zeros(20)}}`),
  row('an import of invalid stubs', 422, 'POST mappings/import', () => ({
    mappings: list(100_000, (foo) => ({ foo }))
  })),
  row('an import of many stubs', 200, 'POST mappings/import', () => ({
    mappings: stubs,
    importOptions: { deleteAllNotInImport: true }
  })),
  row('an import of too many stubs', 422, 'POST mappings/import', () => ({ mappings: [...stubs, {}] })),
  row('all scenarios', 200, 'GET scenarios'),
  row('all stubs', 200, 'GET mappings'),
  row('the removal of a stub by its request', 200, 'POST mappings/remove', () => ({ request: { url: '/x9' } })),
  row('a reset', 200, 'POST reset'),
  row('invalid users', 422, 'PUT state', () => ({
    atrium: { users: list(100_000, (x) => ({ guid: `bad ${x}`, x })) }
  })),
  row('invalid credentials', 422, 'PUT fixtures/q', () => ({
    atrium: { credentials: list(100_000, (foo) => ({ foo })) }
  })),
  row('a reset with a large document', 413, 'POST reset', () => zeros(2))
]
