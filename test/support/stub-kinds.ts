/** Stubs of one kind, which differ from each other. */
export interface StubKind {
  readonly count: number
  /** The n-th stub, for the path `/n`. */
  stub(n: number): object
  /** What matches the patterns of the n-th stub: a part of a regular expression is compiled when a text is first compared with it. */
  readonly path?: (n: number) => string
  readonly headers?: (n: number) => Record<string, string>
  /** The estimate may be higher: for patterns whose memory depends on the texts that they are compared with. */
  readonly atMost?: number
}

const repeat = <T>(count: number, item: (i: number) => T): T[] => Array.from({ length: count }, (_, i) => item(i))
const members = <T>(count: number, member: (i: number) => [string, T]): Record<string, T> =>
  Object.fromEntries(repeat(count, member))

const template = (body: string) => ({ response: { transformers: ['response-template'], body } })
const templates = (text: string, times: number): StubKind => ({
  count: 60,
  stub: (n) => template(`${text.repeat(times)}${n}`)
})
const bodyPattern = (count: number, pattern: (n: number) => object): StubKind => ({
  count,
  stub: (n) => ({ request: { urlPath: `/${n}`, bodyPatterns: [pattern(n)] } })
})
const expression = (
  count: number,
  urlPathPattern: (n: number) => string,
  path: (n: number) => string,
  atMost?: number
): StubKind => ({
  count,
  stub: (n) => ({ request: { urlPathPattern: urlPathPattern(n) } }),
  path,
  ...(atMost !== undefined && { atMost })
})

/** Kinds of stubs that take very different amounts of memory for each character of their documents. */
export const STUB_KINDS: Readonly<Record<string, StubKind>> = {
  'small stubs': { count: 3000, stub: (n) => ({ response: { body: `the body of ${n}` } }) },
  'JSON bodies': {
    count: 3000,
    stub: (n) => ({ response: { jsonBody: { a: n, b: [1, 2], c: { d: 'x', e: null } } } })
  },
  scenarios: {
    count: 3000,
    stub: (n) => ({ scenarioName: `s${n}`, requiredScenarioState: 'Started', newScenarioState: `n${n}` })
  },
  'large metadata': { count: 60, stub: (n) => ({ metadata: { x: repeat(2000, (i) => [n, i]) } }) },
  'metadata with many names': {
    count: 60,
    stub: (n) => ({ metadata: members(2000, (i) => [`name-${n}-${i}`, i]) }),
    atMost: 1.4
  },
  'templates of values': templates('{{a}}', 2400),
  'templates with nested calls': templates("{{upper (lower (trim 'a'))}}", 400),
  'templates with options': templates("{{now offset='3 days' format='yyyy'}}", 300),
  'templates with blocks': templates("{{#if (eq request.method 'GET')}}a{{else}}b{{/if}}", 250),
  'templates with lists': templates('{{array 1 2 3 4 5 6 7 8 9}}', 400),
  'small templates': { count: 3000, stub: (n) => template(`{{request.path}} of ${n}`) },
  'a long JSONPath': bodyPattern(1000, (n) => ({ matchesJsonPath: `$.a${n}${repeat(100, (i) => `.b${i}`).join('')}` })),
  'a JSONPath with indexes': bodyPattern(500, (n) => ({ matchesJsonPath: `$${'[0]'.repeat(400)}.a${n}` })),
  'a JSONPath with a filter': bodyPattern(1000, (n) => ({
    matchesJsonPath: `$.a[?(${repeat(50, (i) => `@.b${i} == '${n}'`).join(' || ')})]`
  })),
  'a short JSONPath': bodyPattern(2000, (n) => ({ matchesJsonPath: `$.user.name${n}` })),
  'small equalToJson': bodyPattern(3000, (n) => ({
    equalToJson: { a: [1, 2, { b: n }], c: 'x' },
    ignoreArrayOrder: true
  })),
  'equalToJson with a text': bodyPattern(60, (n) => ({
    equalToJson: JSON.stringify(repeat(5000, (i) => ({ a: n, b: i })))
  })),
  'a JSON Schema': bodyPattern(500, (n) => ({
    matchesJsonSchema: {
      type: 'object',
      required: ['a0'],
      properties: members(20, (i) => [`a${i}`, { type: 'string', minLength: n % 10 }])
    }
  })),
  'headers and parameters': {
    count: 300,
    stub: (n) => ({
      request: {
        urlPath: `/${n}`,
        queryParameters: members(50, (i) => [`q${i}`, { equalTo: `v${n}` }]),
        headers: members(50, (i) => [`h${i}`, { matches: 'v.*' }])
      },
      response: { headers: members(50, (i) => [`h${i}`, 'v']) }
    }),
    path: (n) => `/${n}?${repeat(50, (i) => `q${i}=v${n}`).join('&')}`,
    headers: (n) => members(50, (i) => [`h${i}`, `v${n}`])
  },
  'a format of dates': {
    count: 2000,
    stub: (n) => ({
      request: {
        urlPath: `/${n}`,
        headers: { date: { before: '2021-01-01', actualFormat: "yyyy-MM-dd'T'HH:mm:ssXXX" } }
      }
    }),
    headers: () => ({ date: '2020-01-01T00:00:00Z' })
  },
  'path templates': { count: 800, stub: (n) => ({ request: { urlPathTemplate: `/${n}${'/{name}'.repeat(50)}` } }) },
  'short expressions': expression(
    2000,
    (n) => `/x${n}/[a-z]+`,
    (n) => `/x${n}/abcdef`
  ),
  'expressions for ids': expression(
    1000,
    (n) => `/x${n}/USR-[0-9a-f]{8}-[0-9a-f-]{27}`,
    (n) => `/x${n}/USR-01234567-0123-4567-89ab-0123456789ab`
  ),
  'expressions for numbers': expression(
    1000,
    (n) => `/orders${n}/\\d+/items/\\d+`,
    (n) => `/orders${n}/1234/items/77`
  ),
  'Unicode expressions': expression(
    300,
    (n) => `/x${n}/(\\p{L}{1,20}|\\p{N}{1,20}){1,3}`,
    (n) => `/x${n}/${encodeURIComponent('abcé12')}`
  ),
  'expressions with alternatives': expression(
    100,
    (n) => `/x${n}/(${repeat(200, (i) => `w${i}${n}`).join('|')})`,
    (n) => `/x${n}/w17${n}`,
    2.2
  ),
  'repeated expressions': expression(
    100,
    (n) => `/x${n}/[a-z]{1,1000}`,
    (n) => `/x${n}/abcdef`,
    1.6
  )
}
