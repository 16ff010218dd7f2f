/** What the address of a request says, worked out once, before it is routed. */
export interface Address {
  /** The path and query as the router sees them: one spelling for all that the APIs accept. */
  readonly url: string
  /** A segment of the path was not percent-encoded UTF-8. */
  readonly malformed: boolean
  /** The sandbox that the path names in front of what is asked for: `/sandboxes/{name}/users`. */
  readonly sandbox: string | undefined
}

declare module 'node:http' {
  interface IncomingMessage {
    address: Address
  }
}

// The spellings that need no second look: Atrium's paths and ATMS's own, without an escape, a doubled or a last slash.
const PLAIN =
  /^\/(?:users(?:\/[^/?#%]+)*|api\/User(?:s|Groups)(?:\/[^/?#%]+)?|api\/Users\/[^/?#%]+\/(?:en|dis)able)(?:\?.*)?$/

/**
 * Reads an address as sent: an old official Atrium client sends `//users`; ASP.NET Web API matches the literal segments
 * of ATMS in any case, and accepts doubled and trailing slashes. Values keep their case; what is escaped without need, in
 * a path or a guid, is the same as if it were not. A malformed segment is only made readable for the router.
 *
 * @param target the request target of the request line, in origin form or, through a proxy, in absolute form
 */
export function addressOf(target: string): Address {
  if (PLAIN.test(target)) return { url: target, malformed: false, sandbox: undefined }
  const path = target.replace(/^[a-z][a-z0-9+.-]*:\/\/[^/?#]*/i, '').replace(/[?#].*$/s, '')
  const query = /\?[^#]*/.exec(target)?.[0] ?? ''
  // A sandbox without a name is none, and not the one that is called as the next segment.
  const unnamed = /^\/*sandboxes(?=\/\/)/.exec(path)?.[0] ?? ''
  const sent = path
    .slice(unnamed.length)
    .split('/')
    .filter((segment) => segment !== '')
  const sandbox = unnamed !== '' ? '' : sent[0] === 'sandboxes' ? sent[1] : undefined
  const segments = sandbox ? sent.slice(2) : sent
  const decoded = segments.map(decode)
  const malformed = decoded.includes(undefined)
  const literals = decoded[0]?.toLowerCase() === 'api' ? atmsLiterals(decoded) : []
  const canonical = segments.map((segment, i) => encodeURIComponent(literals[i] ?? decoded[i] ?? segment))
  return { url: `/${canonical.join('/')}${query}`, malformed, sandbox }
}

const COLLECTIONS = new Map<string | undefined, string>([
  ['users', 'Users'],
  ['usergroups', 'UserGroups']
])

/** The canonical spelling of the segments of an ATMS path that are not values; `undefined` for a value. */
function atmsLiterals(segments: readonly (string | undefined)[]): (string | undefined)[] {
  const [, resource, , action] = segments.map((segment) => segment?.toLowerCase())
  const collection = COLLECTIONS.get(resource)
  const isAction = collection === 'Users' && segments.length === 4 && (action === 'enable' || action === 'disable')
  return ['api', collection, undefined, isAction ? action : undefined]
}

function decode(segment: string): string | undefined {
  try {
    return decodeURIComponent(segment)
  } catch {
    return undefined
  }
}
