const eq = (equalTo: unknown) => ({ equalTo: String(equalTo) })
const FORM = { 'content-type': 'application/x-www-form-urlencoded' }

interface Sent {
  readonly path?: string
  readonly headers?: Readonly<Record<string, string | string[]>>
  readonly body?: string
}

/** Requests with several values, forms, and other parts; request patterns, and whether they match. As in the real WireMock. */
export const REQUEST_PARTS: [sent: Sent, pattern: object, isMatch: boolean][] = [
  [{ path: '/x?a=2&a=1' }, { queryParameters: { a: { hasExactly: [eq(1), eq(2)] } } }, true],
  [{}, { headers: { a: { absent: '(absent)' }, b: { absent: 'true' }, c: { absent: null } } }, true],
  [{ headers: { a: '1' } }, { headers: { a: { absent: '(absent)' } } }, false],
  [{ headers: { cookie: 's="1 2"; t=\'1\'; u=""' } }, { cookies: { s: eq('1 2'), t: eq("'1'"), u: eq('') } }, true],
  [{ path: '/x?a=1&a=2&a=3' }, { queryParameters: { a: { hasExactly: [eq(1), eq(2)] } } }, false],
  [{ path: '/x?a=1&a=2&a=3' }, { queryParameters: { a: { includes: [eq(1), eq(2)] } } }, true],
  [{ path: '/x?a=1' }, { queryParameters: { a: { hasExactly: [eq(1), eq(2)] } } }, false],
  [{ path: '/x?a=1' }, { queryParameters: { a: { includes: [eq(1), eq(2)] } } }, false],
  [{ path: '/x?a=1&a=2' }, { queryParameters: { a: { hasExactly: [eq(1), eq(1)] } } }, true],
  [{ path: '/x' }, { queryParameters: { a: { hasExactly: [] } } }, false],
  [{ path: '/x' }, { queryParameters: { a: { includes: [{ absent: true }] } } }, false],
  [{ path: '/x?a=1' }, { queryParameters: { a: { includes: [] } } }, true],
  [{ path: '/x?a=1&a=2' }, { queryParameters: { a: { hasExactly: [{ contains: '1' }, { matches: '\\d' }] } } }, true],
  [{ headers: { a: ['1', '2'] } }, { headers: { A: { hasExactly: [eq(1), eq(2)] } } }, true],
  [{ headers: { a: '1,2' } }, { headers: { A: { includes: [eq(1)] } } }, false],
  [{ path: '/x?a=1' }, { queryParameters: { a: { anything: 'anything' } } }, true],
  [{ path: '/x' }, { queryParameters: { a: { anything: 'anything' } } }, true],
  [{ headers: FORM }, { formParameters: { a: { absent: true } } }, true],
  [{}, { bodyPatterns: [{ anything: '' }] }, true],
  [{ body: 'abc' }, { bodyPatterns: [{ binaryEqualTo: 'YWJj' }] }, true],
  [{ body: 'ab' }, { bodyPatterns: [{ binaryEqualTo: 'YWI' }] }, true],
  [{ body: 'é' }, { bodyPatterns: [{ binaryEqualTo: 'YWJj' }] }, false],
  [{}, { bodyPatterns: [{ binaryEqualTo: '' }] }, true],
  [{ headers: FORM, body: 'a=1&a=2&b=x+y%21&c' }, { formParameters: { a: eq(2), b: eq('x y!'), c: eq('') } }, true],
  [{ headers: FORM, body: 'a=1&a=2' }, { formParameters: { a: { hasExactly: [eq(1), eq(2)] } } }, true],
  [{ headers: FORM, body: 'a=1' }, { formParameters: { a: eq(2) } }, false],
  [{ headers: FORM, body: 'a=1' }, { formParameters: { b: { absent: true } } }, true],
  [
    { headers: { 'content-type': 'Application/X-WWW-Form-URLEncoded; charset=utf-8' }, body: 'a=1' },
    { formParameters: { a: eq(1) } },
    true
  ],
  [{ headers: { 'content-type': 'text/plain' }, body: 'a=1' }, { formParameters: { a: eq(1) } }, false],
  [{ path: '/x?a=1', headers: FORM, body: 'b=1' }, { formParameters: { a: eq(1) } }, false],
  [{ headers: { host: 'example.com:81' } }, { host: eq('example.com'), port: 81 }, true],
  [{ headers: { host: 'example.com' } }, { port: 80 }, true],
  [{ headers: { host: 'example.com:81' } }, { port: '82' }, false],
  [{ headers: { host: '[::1]:81' } }, { host: eq('[::1]') }, true],
  [{ headers: { host: 'example.com' } }, { host: { not: { contains: 'example' } } }, false],
  [{}, { scheme: 'http' }, true],
  [{}, { scheme: 'https' }, false],
  [{}, { clientIp: { matches: '127\\..*' } }, true],
  [{}, { clientIp: eq('1.2.3.4') }, false],
  [{ headers: { 'x-forwarded-for': '1.2.3.4' } }, { clientIp: eq('1.2.3.4') }, true],
  [{ headers: { 'x-forwarded-for': '1.2.3.4' } }, { clientIp: eq('127.0.0.1') }, false],
  [{ headers: { 'x-forwarded-for': '1.2.3.4, 5.6.7.8' } }, { clientIp: eq('1.2.3.4, 5.6.7.8') }, true],
  [{ headers: { 'x-forwarded-for': 'unknown' } }, { clientIp: eq('unknown') }, true],
  [{ headers: { 'x-forwarded-for': '' } }, { clientIp: eq('127.0.0.1') }, true],
  [{ headers: { forwarded: 'for=1.2.3.4' } }, { clientIp: eq('127.0.0.1') }, true]
]
