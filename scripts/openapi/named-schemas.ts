import type { TSchema } from '@sinclair/typebox'
import type { Node } from './complete-operation.ts'

/** Moves the named schemas to the components of a document, and replaces every use of one by a reference. */
export function withNamedSchemas(document: Node, schemas: Readonly<Record<string, TSchema>>): Node {
  const names = new Map(Object.entries(schemas).map(([name, schema]) => [JSON.stringify(schema), name]))
  const replace = (value: unknown): unknown => {
    if (typeof value !== 'object' || value === null) return value
    const name = names.get(JSON.stringify(value))
    return name === undefined ? replaceIn(value) : { $ref: `#/components/schemas/${name}` }
  }
  const replaceIn = (value: object): object =>
    Array.isArray(value)
      ? value.map(replace)
      : Object.fromEntries(Object.entries(value).map(([key, member]) => [key, replace(member)]))
  const definitions = Object.entries(schemas).map(([name, schema]) => [
    name,
    replaceIn(JSON.parse(JSON.stringify(schema)))
  ])
  const { components, ...rest } = document
  return {
    ...replaceIn(rest),
    components: {
      ...replaceIn(typeof components === 'object' && components !== null ? components : {}),
      ...(definitions.length > 0 && { schemas: Object.fromEntries(definitions) })
    }
  }
}
