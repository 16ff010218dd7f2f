import type { Node } from './complete-operation.ts'
import { mapSchemas, mapSubschemas, type Schema } from './map-schemas.ts'

/** A published document in OpenAPI 3.0, for validators and importers that do not know 3.1. */
export function inVersion30(document: Node, headers: readonly HeaderParameter[]): Node {
  const { openapi: _, info, paths, ...rest } = mapSchemas(document, schemaIn30)
  const { license, ...about } = info as Schema
  const { identifier: __, ...licence } = license as Schema
  return {
    openapi: '3.0.3',
    info: { ...about, license: { ...licence, url: 'https://opensource.org/license/mit' } },
    ...rest,
    paths: withHeaders(paths as Paths, headers)
  }
}

/** A published schema has one type, or one type and null. */
function schemaIn30({ type, anyOf, ...schema }: Schema): Schema {
  const rest = mapSubschemas(schema, schemaIn30)
  if (Array.isArray(anyOf))
    return { ...rest, allOf: anyOf.filter((variant) => variant.type !== 'null'), nullable: true }
  if (!Array.isArray(type)) return type === undefined ? rest : { type, ...rest }
  return { type: type.find((name) => name !== 'null'), nullable: true, ...rest }
}

/** A header of a credential that is published as a parameter. */
export interface HeaderParameter {
  readonly name: string
  readonly description: string
  readonly example: string
}

type Paths = Readonly<Record<string, Readonly<Record<string, object>>>>

/** Importers know only one API key: the other parts of a credential become parameters, too. */
function withHeaders(paths: Paths, headers: readonly HeaderParameter[]): Node {
  if (headers.length === 0) return paths
  const parameters = headers.map((header) => ({ in: 'header', required: false, schema: { type: 'string' }, ...header }))
  return Object.fromEntries(Object.entries(paths).map(([path, operations]) => [path, { parameters, ...operations }]))
}
