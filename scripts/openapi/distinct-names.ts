import type { Node } from './complete-operation.ts'
import { isObject } from './map-schemas.ts'

/**
 * The document with names that no other document has, so that documents can be joined and clients of both APIs live in one program:
 * `atrium_list_users` in `atrium users` with the schema `AtriumUser`.
 */
export function withDistinctNames(document: Node, api: string): Node {
  const className = api.replace(/^./, (first) => first.toUpperCase())
  return JSON.parse(JSON.stringify(document), (key, value) => {
    if (key === 'operationId') return `${api}_${value}`
    if (key === '$ref') return value.replace(/^#\/components\/(schemas|responses)\//, `$&${className}`)
    if (key === 'tags')
      return value.map((tag: unknown) => (isObject(tag) ? { ...tag, name: `${api} ${tag['name']}` } : `${api} ${tag}`))
    if (key !== 'components') return value
    const { schemas = {}, responses = {}, ...rest } = value
    return { ...rest, responses: prefixed(responses, className), schemas: prefixed(schemas, className) }
  })
}

const prefixed = (members: object, prefix: string): object =>
  Object.fromEntries(Object.entries(members).map(([name, member]) => [prefix + name, member]))
