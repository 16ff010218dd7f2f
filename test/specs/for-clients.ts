import type { Test } from 'tap'
import { withDistinctNames } from '../../scripts/openapi/distinct-names.ts'
import { forClients } from '../../scripts/openapi/for-clients.ts'
import { inVersion30 } from '../../scripts/openapi/version-3-0.ts'
import { LENIENT } from '../../src/api/lenient.ts'

const text = { type: 'string' }
const nothing = { type: 'null' }
const lenient = (schema: object) => ({ ...schema, [LENIENT]: true })
const withSchemas = (schemas: object, paths = {}) => ({
  openapi: '3.1.0',
  info: { title: 'x', license: { name: 'MIT', identifier: 'MIT' } },
  tags: [{ name: 'users', description: 'Users.' }],
  paths,
  components: { schemas, responses: {} }
})

/** The named schemas as published. */
const published = (schemas: object) => (forClients(withSchemas(schemas))['components'] as { schemas: object }).schemas

/** The published documents differ from the declarations of the routes. */
export async function publishedSchemas(t: Test): Promise<void> {
  await t.test('schemas are simplified for generators of clients', simplerSchemas)
  await t.test('a schema for any value has no name', anyValues)
  await t.test('links are left out, and examples stay', restOfDocument)
  await t.test('names are distinct across documents', distinctNames)
  await t.test('OpenAPI 3.0 has nullable schemas and the second header of a credential', version30)
}

/** Schemas that generators of clients do not understand are published as simpler ones. */
async function simplerSchemas(t: Test): Promise<void> {
  const point = { type: 'object', required: ['x', 'kind'], properties: { x: text, kind: { ...text, const: 'point' } } }
  const line = { type: 'object', required: ['to', 'kind'], properties: { to: text, kind: { ...text, const: 'line' } } }
  const both = { type: 'object', properties: { x: text, kind: { ...text, enum: ['point', 'line'] }, to: text } }
  const rows: [what: string, schema: object, expected: object][] = [
    ['a nullable text', { anyOf: [text, nothing], description: 'A.' }, { type: ['string', 'null'], description: 'A.' }],
    [
      'a nullable choice',
      { anyOf: [{ ...text, const: 'a' }, nothing] },
      { type: ['string', 'null'], enum: ['a', null] }
    ],
    [
      'a choice',
      {
        anyOf: [
          { ...text, const: 'a' },
          { ...text, const: 'b' }
        ]
      },
      { ...text, enum: ['a', 'b'] }
    ],
    ['a constant', { ...text, const: 'a' }, { ...text, enum: ['a'] }],
    ['a constant that is not a text', { type: 'boolean', const: true }, { type: 'boolean' }],
    ['objects', { anyOf: [point, line] }, { ...both, required: ['kind'] }],
    [
      'members and a union',
      { type: 'object', properties: { x: text }, anyOf: [point] },
      { type: 'object', properties: { x: text } }
    ],
    [
      'a lenient member',
      { type: 'object', properties: { x: text, y: lenient(text) } },
      { type: 'object', properties: { x: text } }
    ],
    ['a lenient variant', { anyOf: [{ type: 'integer', minimum: 1 }, lenient(text)] }, { type: 'integer', minimum: 1 }],
    [
      'keys with a pattern',
      { type: 'object', patternProperties: { '^a': text } },
      { type: 'object', additionalProperties: text }
    ],
    ['a pattern that only some languages support', { ...text, pattern: '^\\x80$' }, text],
    ['a pattern', { ...text, pattern: '^\\d$' }, { ...text, pattern: '^\\d$' }],
    ['a title', { ...text, title: 'a text' }, { ...text, description: 'a text' }],
    [
      'a nullable reference',
      { anyOf: [{ $ref: '#/components/schemas/Named' }, nothing] },
      { anyOf: [{ $ref: '#/components/schemas/Named' }, nothing] }
    ],
    [
      'a reference in a union',
      { anyOf: [{ $ref: '#/components/schemas/Named' }, point] },
      { ...both, properties: { ...both.properties, kind: { ...text, enum: ['line', 'point'] } }, required: ['kind'] }
    ]
  ]
  for (const [what, schema, expected] of rows) {
    t.match(published({ Tested: schema, Named: line }), { Tested: expected }, what)
    t.strictSame(
      Object.keys(Object(published({ Tested: schema, Named: line })).Tested).sort(),
      Object.keys(expected).sort(),
      `${what}: keywords`
    )
  }
}

/** A schema for any value has no name, and no keyword except a description. */
async function anyValues(t: Test): Promise<void> {
  const anything = { title: 'anything', anyOf: [text, { type: 'array', items: text }] }
  const list = { type: 'array', items: { $ref: '#/components/schemas/Any' } }
  t.strictSame(published({ Any: anything, List: list }), {
    List: { type: 'array', items: { description: 'anything' } }
  })
  t.strictSame(
    published({ List: { type: 'array', items: { type: ['array', 'string', 'null'] } } }),
    { List: { type: 'array', items: {} } },
    'types'
  )
}

/** Parts that only some tools need are left out, and examples stay. */
async function restOfDocument(t: Test): Promise<void> {
  const links = { reset: { operationId: 'reset', requestBody: { fixtures: 'x' } } }
  const value = { anyOf: [{ schema: { const: 'x' } }] }
  const content = { 'application/json': { schema: { ...text, const: 'a' }, examples: { example: { value } } } }
  const responses = { 200: { description: 'OK', links, content } }
  const { paths } = forClients(withSchemas({}, { '/x': { get: { responses } } }))
  const simple = { 'application/json': { schema: { ...text, enum: ['a'] }, examples: { example: { value } } } }
  t.strictSame(paths, { '/x': { get: { responses: { 200: { description: 'OK', content: simple } } } } })
}

/** Names of different documents differ. */
async function distinctNames(t: Test): Promise<void> {
  const $ref = '#/components/schemas/User'
  const get = { operationId: 'list', tags: ['users'], responses: { 400: { $ref: '#/components/responses/Bad' } } }
  const document = withSchemas({ User: text, Users: { type: 'array', items: { $ref } } }, { '/x': { get } })
  t.match(withDistinctNames(document, 'crm'), {
    tags: [{ name: 'crm users', description: 'Users.' }],
    paths: {
      '/x': {
        get: {
          operationId: 'crm_list',
          tags: ['crm users'],
          responses: { 400: { $ref: '#/components/responses/CrmBad' } }
        }
      }
    },
    components: { schemas: { CrmUser: text, CrmUsers: { items: { $ref: '#/components/schemas/CrmUser' } } } }
  })
}

/** OpenAPI 3.0 has its own way to write null, and importers need the second header of a credential. */
async function version30(t: Test): Promise<void> {
  const $ref = '#/components/schemas/User'
  const schemas = { User: { type: ['object', 'null'], properties: { a: { anyOf: [{ $ref }, nothing] } } }, Any: {} }
  const header = { name: 'X-Client', description: 'An id.', example: 'c' }
  const document = inVersion30(withSchemas(schemas, { '/x': { get: {} } }), [header])
  t.match(document, {
    openapi: '3.0.3',
    info: { license: { name: 'MIT', identifier: undefined, url: /^https:/ } },
    paths: { '/x': { parameters: [{ in: 'header', required: false, schema: text, ...header }], get: {} } }
  })
  t.strictSame((document['components'] as { schemas: object }).schemas, {
    User: { type: 'object', nullable: true, properties: { a: { allOf: [{ $ref }], nullable: true } } },
    Any: {}
  })
  t.strictSame(inVersion30(withSchemas({}, { '/x': { get: {} } }), [])['paths'], { '/x': { get: {} } }, 'one header')
}
