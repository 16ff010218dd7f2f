const REFUSED = 'what WireMock would leave aside in silence is refused here'
const ENGINE = 'an expression that could take for ever, or that the engine here would read otherwise, is refused'
const FAILS = 'WireMock fails with a 500'

/** Rows in which this server is known to differ from WireMock, and why. An entry that is no longer needed fails the test. */
export const LEDGER: Readonly<Record<string, string>> = {
  'a negative limit': FAILS,
  'import of nothing': FAILS,
  'near misses of a request': 'the request is given back as it was sent, without members that WireMock adds',
  'a reset of mappings': 'WireMock empties the journal too; here this call puts back its part alone',
  'a mapping with a status in text': REFUSED,
  'a mapping with two bodies': REFUSED,
  'a mapping with two operators': REFUSED,
  'a mapping with two addresses': REFUSED,
  'a mapping with absent: false': 'WireMock takes it for absent: true',
  'a mapping with a back-reference': ENGINE,
  'a mapping with look-ahead': ENGINE,
  'a mapping with an intersection of classes': ENGINE,
  'a mapping with a list of elements': "operators of Jayway's own are not in RFC 9535",
  'a mapping with path parameters without a template': REFUSED,
  'a mapping with a proxy': 'nothing is forwarded: the field is outside of what is supported',
  'a wrong verb': 'WireMock says 404 to it, and this server 405',
  'the pattern {"headers":{"x-one":{"matchesJsonPath":{"expression":"$","equalTo":"one"}}}}':
    'Jayway takes text that is not JSON for a string'
}
