import type { Segments } from '../../api/define-api.ts'

const COLLECTIONS: ReadonlyMap<string | undefined, string> = new Map([
  ['users', 'Users'],
  ['usergroups', 'UserGroups']
])
const ACTIONS = ['enable', 'disable']

/** ASP.NET Web API matches the literal segments of a path case-insensitively. The case of values is kept. rule: atms.routes.literals */
export function canonicalPath(segments: Segments): Segments | undefined {
  if (segments[0]?.toLowerCase() !== 'api') return undefined
  const [prefix, resource, , action = ''] = segments.map((segment) => segment?.toLowerCase())
  const collection = COLLECTIONS.get(resource)
  const isAction = collection === 'Users' && segments.length === 4 && ACTIONS.includes(action)
  return segments.map((segment, i) => [prefix, collection, undefined, isAction ? action : undefined][i] ?? segment)
}
