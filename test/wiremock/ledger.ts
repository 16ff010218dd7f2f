const REJECTED = 'WireMock ignores it; this server rejects it'
const ENGINE = 'RE2 does not support it, or reads it differently from Java'
const NOT_HTTP = 'WireMock responds with a 500 to such a stub, or with what clients misread; this server rejects it'
const NUMBER = 'this server writes numbers as the stub or the request does'
const FAILS = 'WireMock fails with a 500'
const CODINGS = 'WireMock only knows gzip, and undoes it once'
const UNDECODABLE = 'WireMock fails with a 500; here, the stub responds, and the journal has a warning'

/** Rows in which this server differs from WireMock, and why. An entry without a difference fails the test. */
export const LEDGER: Readonly<Record<string, string>> = {
  'the address /x? in the journal': 'WireMock drops an empty query; this server shows the address exactly as sent',
  'an unmatched request': 'this server hides cookies',
  'a negative limit': FAILS,
  'a body in br': CODINGS,
  'a body in deflate': CODINGS,
  'a body in deflate without the format of zlib': CODINGS,
  'a body in deflate, gzip': CODINGS,
  'a body in br,,gzip , deflate': CODINGS,
  'a body with gzip once instead of twice': CODINGS,
  'a body with plain text as gzip': UNDECODABLE,
  'a body with gzip that was cut off': UNDECODABLE,
  'a body with five codings': UNDECODABLE,
  'a body with an unknown charset': UNDECODABLE,
  'a body with bytes after gzip':
    'WireMock ignores what follows; here, the journal shows the body as sent, with a warning',
  'gzip without a header': 'WireMock decompresses whatever looks like gzip; here, Content-Encoding decides',
  'a template for the charset ISO-8859-1: 7b2261223a2268e9227d': 'in templates, WireMock reads each body as UTF-8',
  'the form a=%E9 as iso-8859-1': 'URL-encoded bytes are always UTF-8 here, as in browsers',
  'the date x and {"before":"2021-06-15T12:34:56Z","actualFormat":"epoch"}': FAILS,
  'import of an unknown member': FAILS,
  'near misses of a request': 'the response repeats the request without the members that WireMock adds',
  'a reset of all': 'this server also responds with what it reset to',
  'a mapping with an unknown method': REJECTED,
  'a mapping with a method in lower case': REJECTED,
  'a mapping with XML': 'this server does not read XML',
  'a mapping with two bodies': REJECTED,
  'a mapping with two operators': REJECTED,
  'a mapping with two addresses': REJECTED,
  'a mapping with absent: false': 'WireMock treats it like absent: true',
  'a mapping with a back-reference': ENGINE,
  'a mapping with look-ahead': ENGINE,
  'a mapping with an intersection of classes': ENGINE,
  'a mapping with an invalid JSON Schema': 'WireMock accepts it and never matches; this server rejects it',
  'a mapping with a JSON Schema that refers to nothing':
    'WireMock accepts it and never matches; this server rejects it',
  'the schema {"matchesJsonSchema":{"properties":{"a":{"multipleOf":3}}}}':
    'WireMock divides as JavaScript does, without the last digits',
  'a mapping with the operator subsetof':
    'this server has the most common operators that Jayway JsonPath adds to RFC 9535',
  'a mapping with path parameters without a template': REJECTED,
  'a mapping with a trailer': NOT_HTTP,
  'a mapping with another transfer encoding': NOT_HTTP,
  'a mapping with a length that is no number': NOT_HTTP,
  'a mapping with two lengths': NOT_HTTP,
  'a mapping with an invalid header name': NOT_HTTP,
  'a mapping with a uniform delay without a range': NOT_HTTP,
  'settings for custom code': 'this server does not run extensions',
  'a mapping with a proxy': 'this server does not forward requests',
  'a template with an unknown helper': 'this server rejects it when the stub is created',
  'a template with a method as a text': 'in WireMock, the method equals no text',
  "the template {{jsonPath '{\"n\":1e2}' '$.n'}}": NUMBER,
  "the template {{jsonPath '{\"n\":1.10}' '$.n'}}": NUMBER,
  'the body 1e2': NUMBER,
  'the body 0.1e1': NUMBER,
  'the body -0': NUMBER,
  'the body 1e-7': NUMBER,
  'the body 1E400': NUMBER,
  'a wrong verb': 'WireMock responds with 404, this server with 405',
  'the pattern {"headers":{"x-one":{"matchesJsonPath":{"expression":"$","equalTo":"one"}}}}':
    'Jayway JsonPath reads text that is not JSON as a string'
}
