const list = <T>(length: number, item: (i: number) => T): T[] => Array.from({ length }, (_, i) => item(i))
const members = (length: number, value: (i: number) => unknown): object =>
  Object.fromEntries(list(length, (i) => [`name ${i}`, value(i)]))
const schema = (matchesJsonSchema: unknown, schemaVersion = 'V202012'): object => ({
  bodyPatterns: [{ matchesJsonSchema, schemaVersion }]
})

const LIMIT = /^matchesJsonSchema exceeds the limit of 3000000 steps/
const DEPTH = /^matchesJsonSchema exceeds the limit of 1000 nested schemas/

/** Definitions that each refer to the next one twice. */
const doubling = (keyword: string): object => ({
  ...Object.fromEntries(
    list(40, (i) => [`d${i}`, { [keyword]: [{ $ref: `#/$defs/d${i + 1}` }, { $ref: `#/$defs/d${i + 1}` }] }])
  ),
  d40: { type: 'string' }
})
const deep = (levels: number): unknown => list(levels, () => 0).reduce<unknown>((a) => ({ a }), 1)

/** A body, a schema that is expensive to apply to it, and how many requests match or why the call is rejected. */
export const EXPENSIVE_SCHEMAS: readonly [name: string, sent: unknown, pattern: object, expected: number | RegExp][] = [
  ['references that double', {}, schema({ $ref: '#/$defs/d0', $defs: doubling('allOf') }), LIMIT],
  ['alternatives that double', {}, schema({ $ref: '#/$defs/d0', $defs: doubling('anyOf') }), LIMIT],
  [
    'references that double, with unevaluatedProperties',
    {},
    schema({ $ref: '#/$defs/d0', $defs: doubling('oneOf'), unevaluatedProperties: false }),
    LIMIT
  ],
  ['a reference to itself', {}, schema({ $ref: '#' }), DEPTH],
  ['a reference that recurses with the body', deep(990), schema({ properties: { a: { $ref: '#' } } }), DEPTH],
  ['a reference that recurses less', deep(490), schema({ properties: { a: { $ref: '#' } } }), 1],
  ['a long list of numbers', list(200_000, (i) => i), schema({ items: { type: 'number', multipleOf: 1 } }), LIMIT],
  ['a long list of different objects', list(20_000, (i) => ({ i })), schema({ uniqueItems: true }), 1],
  ['a large enum', list(20_000, (i) => i), schema({ items: { enum: list(15_000, (i) => i + 5000) } }), 0],
  ['an object with many members', members(30_000, () => 1), schema({ additionalProperties: { type: 'null' } }), 0],
  [
    'many members and many expressions',
    members(2000, (i) => i),
    schema({ patternProperties: Object.fromEntries(list(200, (i) => [`(a*)*b${i}$`, true])) }),
    /^searching \d+ characters for a regular expression|^matchesJsonSchema exceeds the limit/
  ],
  ['an expression that takes JavaScript exponential time', `${'a'.repeat(20_000)}!`, schema({ pattern: '^(a+)+$' }), 0],
  ['a long number and a long divisor', '9'.repeat(2000), schema({ multipleOf: 7 }), 1],
  [
    'texts of a format',
    list(40_000, () => '2026-01-31T12:00:00Z'),
    schema({ items: { format: 'date-time' } }, 'V7'),
    LIMIT
  ],
  ['a long text that is not an address', `http://${'a:'.repeat(100_000)}`, schema({ format: 'uri' }, 'V7'), 0]
]
