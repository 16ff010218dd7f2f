/** The same where WireMock differs, or fails: it has more of Java, fewer ways to compare, and shows the time zone of a parsed date. */
export const RENDERED_DIFFERENTLY: readonly (readonly [template: string, text: string])[] = [
  ["{{date (parseDate '2020-01-02T03:04:05Z') offset='-3000 years' timezone='Europe/Rome' format='y'}}", '981'],
  ['{{toJson (array nope)}}', '[ null ]'],
  ['[{{constructor}}{{__proto__}}{{request.constructor}}{{parameters.constructor}}{{toString}}]', '[]'],
  ['{{../x}}{{@nope}}{{#if}}x{{/if}}{{if 1}}{{unless 1}}', ''],
  ["{{now.x}}{{#each (now)}}x{{/each}}{{toJson (parseDate '2020-01-02T03:04:05Z')}}", '"2020-01-02T03:04:05Z"'],
  [
    "{{gt 2 1}} {{gte 2 2}} {{lt 1 2}} {{lte 2 1}} {{gt '10' '9'}} {{gt '10' 9}} {{lt 'a' 'b'}}",
    'true true true false false true true'
  ],
  ["{{matches '123' '[0-9]+'}} {{#matches 'x1' '[0-9]+'}}y{{else}}n{{/matches}}", 'true n'],
  [
    "{{date (parseDate '2020-01-02T03:04:05Z')}} {{date (parseDate '2020-01-31T03:04:05+01:00') offset='1 months'}}",
    '2020-01-02T03:04:05Z 2020-02-29T02:04:05Z'
  ],
  [
    "{{date (parseDate '1577934245' format='unix') format='unix'}} {{date (parseDate '1577934245000' format='epoch')}}{{parseDate 'x' format='unix'}}",
    '1577934245 2020-01-02T03:04:05Z'
  ],
  [
    "{{date (parseDate 'Thu, 02 Jan 2020 03:04:05 PM +0130' format='EEE, dd MMM yyyy hh:mm:ss a Z')}}{{parseDate 'Xyz' format='EEE'}}",
    '2020-01-02T13:34:05Z'
  ],
  [
    "{{date (parseDate '2020-01-02T03:04:05.006-02:00' format=\"yyyy-MM-dd'T'HH:mm:ss.SSSXXX\") format='HH:mm:ss.SSS'}} {{date (parseDate '12 AM Z' format='h a X') format='H'}}",
    '05:04:05.006 0'
  ],
  [
    "{{date (parseDate '2020-07-04T13:04:05Z') timezone='Australia/Sydney' format='EEEE EEE, d MMMM MMM yy y, h:mm a K k D Z z XXX X'}}",
    'Saturday Sat, 4 July Jul 20 2020, 11:04 PM 11 23 186 +1000 Australia/Sydney +10:00 +10'
  ],
  [
    "{{date (parseDate '2020-01-02T03:04:05Z') timezone='America/New_York' offset='now +3 hours'}}",
    '2020-01-02T01:04:05-05:00'
  ],
  ['a {{! no }}b{{!-- no --}} c {{~ request.method ~}}  d', 'a b cPOSTd']
]
