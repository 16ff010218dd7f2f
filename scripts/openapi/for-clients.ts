import type { Node } from './complete-operation.ts'
import { isObject, mapSchemas, type Schema } from './map-schemas.ts'
import { simpleSchema } from './simple-schema.ts'

/**
 * The document as published: what a client should send, in terms that generators and importers understand. Links are left out: some
 * parsers reject those with a body, and Bruno turns them into scripts that fail.
 */
export function forClients(document: Node): Node {
  const named = namedSchemas(document)
  const simple = mapSchemas(document, (schema) => simpleSchema(schema, named))
  // A name for any value makes some generators write an empty class.
  const anyValues = Object.entries(namedSchemas(simple)).filter(([, schema]) => isAnyValue(schema))
  const references = new Map(anyValues.map(([name, schema]) => [`#/components/schemas/${name}`, schema]))
  return JSON.parse(JSON.stringify(simple), (key, value) => {
    if (!isObject(value)) return value
    if (key === 'schemas') return Object.fromEntries(Object.entries(value).filter(([, schema]) => !isAnyValue(schema)))
    const { links: _, ...rest } = references.get(String(value['$ref'])) ?? value
    return rest
  })
}

const namedSchemas = (document: Node): Readonly<Record<string, Schema>> =>
  (document['components'] as { readonly schemas?: Record<string, Schema> }).schemas ?? {}

const isAnyValue = (schema: unknown): boolean =>
  isObject(schema) && Object.keys(schema).every((keyword) => keyword === 'description')
