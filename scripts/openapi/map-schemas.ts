import type { Node } from './complete-operation.ts'

export type Schema = Readonly<Record<string, unknown>>

/** Replaces every schema of an OpenAPI document, but not the schemas inside it. Examples stay as they are. */
export function mapSchemas(document: Node, change: (schema: Schema) => Schema): Node {
  const visit = (value: unknown): unknown => {
    if (Array.isArray(value)) return value.map(visit)
    if (!isObject(value)) return value
    return mapValues(value, (member, key) => {
      if (key === 'schema' && isObject(member)) return change(member)
      if (key === 'schemas' && isObject(member)) return mapValues(member, (schema) => change(schema as Schema))
      return key === 'examples' || key === 'example' ? member : visit(member)
    })
  }
  return mapValues(document, visit)
}

/** Replaces the schemas that a schema directly contains. */
export function mapSubschemas(schema: Schema, change: (schema: Schema) => Schema): Schema {
  return mapValues(schema, (member, keyword) => {
    if (keyword === 'properties' || keyword === 'patternProperties') {
      return mapValues(member as Schema, (property) => change(property as Schema))
    }
    if (/^(?:items|additionalProperties|not)$/.test(keyword) && isObject(member)) return change(member)
    return /^(?:anyOf|allOf|oneOf)$/.test(keyword) ? (member as Schema[]).map(change) : member
  })
}

export const isObject = (value: unknown): value is Schema =>
  typeof value === 'object' && value !== null && !Array.isArray(value)

const mapValues = (object: Schema, change: (value: unknown, key: string) => unknown): Node =>
  Object.fromEntries(Object.entries(object).map(([key, value]) => [key, change(value, key)]))
