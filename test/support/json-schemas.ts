/** Schemas, bodies that fit, and bodies that do not. The real WireMock gives the same results. */
export type SchemaRow = readonly [pattern: object, fits: readonly string[], others: readonly string[]]

const schema = (matchesJsonSchema: unknown, schemaVersion?: string): object => ({
  matchesJsonSchema,
  ...(schemaVersion !== undefined && { schemaVersion })
})
/** In an object, so that a body is never compared as a text. */
const member = (a: unknown, schemaVersion?: string): object => schema({ properties: { a } }, schemaVersion)
const bodies = (...values: readonly string[]): string[] => values.map((value) => `{"a":${value}}`)
const row = (keyword: object, version: string | undefined, fits: string[], others: string[]): SchemaRow => [
  member(keyword, version),
  bodies(...fits),
  bodies(...others)
]
const texts = (...values: readonly string[]): string[] => values.map((value) => JSON.stringify(value))
const format = (name: string, fits: string[], others: string[]): SchemaRow =>
  row({ format: name }, 'V7', [...texts(...fits), '1'], texts(...others))

const USER = {
  $schema: 'http://json-schema.org/draft-07/schema#',
  type: 'object',
  properties: { name: { type: 'string', minLength: 1 }, age: { type: 'integer', minimum: 0 } },
  required: ['name'],
  additionalProperties: false
}
const TREE = { $id: 'https://example.com/tree', properties: { a: { $ref: '#' } }, maxProperties: 1 }
const DEFINITIONS = {
  $id: 'https://example.com/definitions',
  properties: { a: { $ref: '#/definitions/a%25~1~0b' }, b: { $ref: 'other.json' }, c: { $ref: '#anchor' } },
  definitions: {
    'a%/~b': { type: 'string' },
    other: { $id: 'other.json', items: { $ref: '#/definitions/inner' }, definitions: { inner: { type: 'boolean' } } },
    anchored: { $id: '#anchor', type: 'null' }
  }
}

export const SCHEMAS: readonly SchemaRow[] = [
  // How bodies and schemas are read.
  [
    schema(USER),
    ['{"name":"a"}', '{"name":"a","age":1}'],
    ['{"name":""}', '{"age":1}', '{"name":"a","x":1}', '[]', '', 'x']
  ],
  [schema(JSON.stringify(USER)), ['{"name":"a"}'], ['{"name":1}']],
  [schema(true), ['{}', 'x', 'null'], []],
  [schema(false), [], ['{}', 'x', 'null', '']],
  [schema('true'), ['{}', 'x'], []],
  [schema({ type: 'string' }), ['"a"', 'not JSON', '{"a":', '1', 'true', 'null'], ['{}', '["a"]', '']],
  [schema({ type: 'number' }), ['1', '-1.5e3'], ['"1"', 'x', 'null', '[]']],
  [schema({ type: ['null', 'array'] }), ['null', '[1]'], ['1', '{}']],
  [schema({ pattern: '^[0-9]+$' }), ['123', '"123"', '{}'], ['12x', '"12x"']],
  [schema({ $schema: 'http://json-schema.org/draft-04/schema#', minimum: 1, exclusiveMinimum: true }), ['[]'], []],
  [schema({ $schema: 'https://json-schema.org/draft/2020-12/schema', type: 'object' }, 'V4'), ['{}'], ['[]']],
  [schema('{"maxItems":1.0}'), ['[1]'], ['[1,2]']],
  // Any type.
  row(
    { type: 'integer' },
    undefined,
    ['1', '1.0', '1e2', '-0', '12345678901234567890'],
    ['1.5', '1e-2', '"1"', 'null']
  ),
  row({ type: 'integer' }, 'V4', ['1', '12345678901234567890'], ['1.0', '1e2', '1.5']),
  row({ type: 'boolean' }, 'V6', ['true', 'false'], ['0', '"true"']),
  row({ type: 'string', nullable: true }, undefined, ['null', '"a"'], ['1']),
  row({ enum: ['a'], nullable: true }, undefined, ['null', '"a"'], ['1']),
  row(
    { enum: [1, 'a', { x: [1, null], y: 2 }] },
    'V4',
    ['1', '1.0', '"a"', '{"y":2,"x":[1,null]}'],
    ['2', '"b"', '{"x":[1]}']
  ),
  row({ const: 1 }, 'V4', ['2'], []),
  row({ const: [false] }, 'V6', ['[false]'], ['[0]', 'false']),
  // Numbers, to the last digit.
  [schema('{"items":{"const":12345678901234567890}}'), ['[12345678901234567890]'], ['[12345678901234567891]']],
  [schema('{"items":{"maximum":9007199254740992}}'), ['[9007199254740992]', '["x"]'], ['[9007199254740993]']],
  [schema('{"items":{"minimum":-1e400}}'), ['[-1e400]', '[0]', '[-1e399]'], ['[-1e401]']],
  row({ maximum: 0.5, minimum: -0.5 }, 'V7', ['0.5', '0', '-0.5', '0.4999'], ['0.51', '-1', '10', '-50']),
  row({ exclusiveMaximum: 1, exclusiveMinimum: 0 }, 'V6', ['0.5'], ['1', '0', '1.0']),
  row({ maximum: 1, exclusiveMaximum: true }, 'V4', ['0'], ['1', '2']),
  row({ maximum: 1, exclusiveMaximum: false }, 'V4', ['1'], ['2']),
  row({ minimum: 1, exclusiveMinimum: true }, 'V4', ['2'], ['1', '0']),
  row({ multipleOf: 0.01 }, undefined, ['0.07', '19.99', '0', '1e300', '"x"'], ['0.075']),
  row({ multipleOf: 3 }, undefined, ['9', '12345678901234567890'], ['10', '9007199254740992', '1e300', '1.5']),
  // Texts.
  row({ minLength: 2, maxLength: 3 }, undefined, ['"ab"', '"😀😀😀"', '1'], ['"a"', '"abcd"', '"😀"']),
  row({ pattern: 'b+' }, undefined, ['"abc"', '1'], ['"ac"']),
  row({ pattern: '^a.c$' }, undefined, ['"abc"', '"abc\\n"', '"a-c"'], ['"a\\nc"', '"abcd"', '"a\\u2028c"']),
  row({ pattern: '(?m)^b$' }, undefined, ['"a\\nb"'], ['"ab"']),
  row({ pattern: '^[a.$]$' }, undefined, ['"."', '"$"'], ['"b"']),
  // Objects.
  row({ required: ['x', 'y'] }, undefined, ['{"x":1,"y":null}', '[]'], ['{"x":1}', '{}']),
  row({ minProperties: 1, maxProperties: 2 }, undefined, ['{"x":1}', '1'], ['{}', '{"x":1,"y":1,"z":1}']),
  row({ patternProperties: { '^x': { type: 'number' } } }, undefined, ['{"x1":1,"y":"a"}', '1'], ['{"x1":"a"}']),
  row(
    { properties: { y: true }, patternProperties: { '^x': true }, additionalProperties: { type: 'null' } },
    undefined,
    ['{"x1":1,"y":1,"z":null}', '"z"'],
    ['{"z":1}']
  ),
  row({ propertyNames: { maxLength: 1 } }, 'V6', ['{"x":1}'], ['{"xx":1}']),
  row({ propertyNames: { maxLength: 1 } }, 'V4', ['{"xx":1}'], []),
  row(
    { dependencies: { x: ['y'], z: { maxProperties: 1 } } },
    'V7',
    ['{"x":1,"y":1}', '{"z":1}', '{}'],
    ['{"x":1}', '{"z":1,"y":1}']
  ),
  row({ dependentRequired: { x: ['y'] } }, undefined, ['{"x":1,"y":1}', '{}', '1'], ['{"x":1}']),
  row({ dependentRequired: { x: ['y'] } }, 'V7', ['{"x":1}'], []),
  row({ dependentSchemas: { x: { maxProperties: 1 } } }, 'V201909', ['{"x":1}', '{"y":1,"z":1}'], ['{"x":1,"y":1}']),
  // Arrays.
  row({ items: { type: 'number' } }, undefined, ['[1,2]', '[]', '{}'], ['[1,"a"]']),
  row({ items: [{ type: 'number' }, true] }, 'V7', ['[1,"a","b"]', '[]'], ['["a"]']),
  row({ items: [true], additionalItems: false }, 'V201909', ['[1]'], ['[1,2]']),
  row({ items: true, additionalItems: false }, 'V4', ['[1,2]'], []),
  row({ prefixItems: [{ type: 'number' }], items: false }, undefined, ['[1]', '[]'], ['["a"]', '[1,2]']),
  row({ prefixItems: [false] }, 'V201909', ['[1]'], []),
  row({ minItems: 1, maxItems: 2 }, undefined, ['[1]', '1'], ['[]', '[1,2,3]']),
  row(
    { uniqueItems: true },
    undefined,
    ['[1,"1",[1],{"x":1}]', '1'],
    ['[1,2,1]', '[{"x":1,"y":2},{"y":2,"x":1}]', '["a","a"]']
  ),
  row({ uniqueItems: false }, undefined, ['[1,1]'], []),
  row({ contains: { type: 'null' } }, 'V6', ['[1,null]', '1'], ['[1]', '[]']),
  row(
    { contains: { type: 'null' }, minContains: 2, maxContains: 2 },
    undefined,
    ['[null,null]'],
    ['[null]', '[null,null,null]']
  ),
  row({ contains: { type: 'null' }, minContains: 2 }, 'V7', [], ['[null]']),
  row({ contains: true, minContains: 0 }, undefined, ['[]'], []),
  // Combinations.
  row({ allOf: [{ type: 'number' }, { minimum: 1 }] }, undefined, ['1'], ['0', '"a"']),
  row({ anyOf: [{ type: 'number' }, { minLength: 2 }] }, undefined, ['1', '"aa"'], ['"a"']),
  row({ oneOf: [{ type: 'number' }, { minimum: 1 }] }, undefined, ['0', '"a"'], ['1']),
  row({ oneOf: [{ type: 'number' }, { type: 'null' }] }, undefined, ['null'], ['"a"']),
  row({ not: { type: 'null' } }, undefined, ['1'], ['null']),
  // biome-ignore lint/suspicious/noThenProperty: a keyword of JSON Schema
  row({ if: { type: 'number' }, then: { minimum: 1 }, else: { type: 'null' } }, 'V7', ['1', 'null'], ['0', '"a"']),
  row({ if: { type: 'number' } }, undefined, ['1', '"a"'], []),
  // biome-ignore lint/suspicious/noThenProperty: a keyword of JSON Schema
  row({ if: { type: 'number' }, then: false }, 'V6', ['1'], []),
  // References.
  [schema({ ...DEFINITIONS }, 'V7'), ['{"a":"x","b":[true],"c":null}'], ['{"a":1}', '{"b":[1]}', '{"c":1}']],
  [schema({ $defs: { t: { $anchor: 'x', type: 'null' } }, items: { $ref: '#x' } }), ['[null]'], ['[1]']],
  [
    schema({ items: { $ref: '#/definitions/x', maximum: 1 }, definitions: { x: { minimum: 1 } } }, 'V7'),
    ['[2]'],
    ['[0]']
  ],
  [schema({ items: { $ref: '#/$defs/x', maximum: 1 }, $defs: { x: { minimum: 1 } } }), ['[1]'], ['[0]', '[2]']],
  [schema({ items: { $ref: '#/allOf/0/x' }, allOf: [{ x: { type: 'null' } }] }), ['[null]'], ['[1]']],
  [schema(TREE), ['{"a":{"a":{}}}', '{"a":1}'], ['{"a":{"b":1,"c":1}}']],
  [
    schema({ id: 'http://example.com/tree', items: { $ref: 'http://example.com/tree' }, maxItems: 1 }, 'V4'),
    ['[[[]]]'],
    ['[[1,2]]']
  ],
  [
    schema({ properties: { a: { $recursiveRef: '#' } }, maxProperties: 1 }, 'V201909'),
    ['{"a":{}}'],
    ['{"a":{"b":1,"c":1}}']
  ],
  [
    schema({ $dynamicAnchor: 'node', properties: { a: { $dynamicRef: '#node' } }, maxProperties: 1 }),
    ['{"a":{}}'],
    ['{"a":{"b":1,"c":1}}']
  ],
  // What no other keyword looked at.
  row(
    {
      properties: { x: true },
      allOf: [{ properties: { y: true } }],
      anyOf: [{ properties: { z: { type: 'number' } }, required: ['z'] }, true],
      unevaluatedProperties: false
    },
    undefined,
    ['{"x":1,"y":1,"z":1}', '1'],
    ['{"x":1,"w":1}', '{"z":"a"}']
  ),
  row(
    { prefixItems: [true], contains: { type: 'null' }, unevaluatedItems: { type: 'number' } },
    undefined,
    ['["a",1,null]', '1'],
    ['["a","b",null]']
  ),
  row({ contains: { type: 'null' }, unevaluatedItems: false }, 'V201909', ['[null]'], ['[null,1]']),
  // Formats.
  format('date', ['2024-02-29'], ['2023-02-29', '2024-13-01', '24-01-01', 'x']),
  format(
    'time',
    ['12:00:00Z', '23:59:60Z', '00:59:60+01:00', '12:00:00.5-01:30'],
    ['12:00:00', '24:00:00Z', '22:59:60Z', 'x']
  ),
  format(
    'date-time',
    ['2024-01-31T12:00:00Z', '2024-01-31t12:00:00.123+02:00', '2024-01-31 12:00:00Z'],
    ['2024-01-31', '2024-02-30T12:00:00Z']
  ),
  format('duration', ['P1DT12H', 'P3W'], ['PT0.5S', 'P', 'PT', '1D', 'P1S']),
  format(
    'email',
    ['a@example.com', '"a b"@example.com', 'a@[127.0.0.1]', 'a@[IPv6:::1]'],
    ['a', '@example.com', 'a@b@example.com', 'a..b@example.com', 'a@[x]']
  ),
  format('idn-email', ['ä@exämple.com'], ['ä']),
  format('hostname', ['example.com', 'a-b'], ['-a', 'a_b', 'a..b', `${'a'.repeat(64)}.com`]),
  format('idn-hostname', ['exämple.com'], ['-ä', 'a b']),
  format('ipv4', ['127.0.0.1'], ['256.0.0.1', '1.2.3']),
  format('ipv6', ['::1'], ['1', '::1%eth0', ':::']),
  format(
    'uri',
    ['http://user@example.com:80/a?b=c#d', 'urn:a:b', 'http://[::1]/'],
    ['/a', 'http://[v1.a]/', 'http://ü/', 'http://a b/', 'http://[x]/', '1a:b', 'http://%zz/']
  ),
  format('uri-reference', ['/a?b#c', '', '//example.com'], ['/a b', '/[::1]', 'a\\b']),
  format('iri', ['http://exämple.com/ä'], ['http://2001:db8::1/', '/ä', 'ä b:c']),
  format('iri-reference', ['/ä'], ['\\ä']),
  format('uri-template', ['/a/{b}{?c,d*}{e:3}'], ['/a/{b', '{}', '{a:0}', 'a}b']),
  format('uuid', ['11111111-1111-4111-8111-11111111111A'], ['11111111', 'x']),
  format('regex', ['a+', '(?:a|b)'], ['(', 'a**']),
  format('json-pointer', ['', '/a/~0~1'], ['a', '/~2']),
  format('relative-json-pointer', ['0', '1/a', '0#'], ['/a', '01']),
  format('unknown', ['x'], []),
  row({ format: 'email' }, undefined, ['"x"'], []),
  row({ format: 'email' }, 'V4', ['"a@example.com"'], ['"x"']),
  row({ contentEncoding: 'base64' }, 'V7', ['"YQ=="', '1'], ['"!"']),
  row({ contentEncoding: 'base64' }, undefined, ['"!"'], []),
  row({ contentEncoding: 'other', contentMediaType: 'text/plain' }, 'V7', ['"!"'], []),
  row({ contentMediaType: 'application/json' }, 'V7', ['"{}"', '1'], ['"{"']),
  row({ contentMediaType: 'application/json', contentEncoding: 'base64' }, 'V7', ['"e30="'], ['"ezp9Cg=="'])
]
