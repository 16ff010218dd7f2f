// The requests of clients to one sandbox, and what the model needs to know of each response.

/** Few identifiers, so that clients compete for them. */
const IDENTIFIERS = 10
/** Clients mostly use the newest users. */
const RECENT = 8
const PAGE = 'page=1&records_per_page=100'

/** How often clients do what. */
export const WEIGHTS = {
  create: 24,
  read: 14,
  update: 14,
  toggle: 8,
  delete: 11,
  list: 12,
  history: 6,
  undo: 9,
  reset: 2
}

/** Writes whose outcome is unknown may have had an effect. */
const READS = new Set(['read', 'list', 'history'])
export const isRead = (op) => READS.has(op)

/** What clients know of a sandbox: guids and revisions that some response contained. */
export class Known {
  guids = []
  revisions = []

  note({ op, status, user, present, changes = [] }) {
    if (op === 'create' && status === 200) this.guids.push(user.guid)
    if (present !== undefined) this.revisions.push(present)
    for (const { revision } of changes) this.revisions.push(revision)
  }
}

/**
 * The next operation of a client: the members that the model reads.
 *
 * @param unique a text that no other operation has
 */
export function choose(random, known, unique) {
  const op = random.weighted(WEIGHTS)
  const guid = known.guids.length === 0 ? undefined : random.pick(known.guids.slice(-RECENT))
  const identifier = `user-${random.between(1, IDENTIFIERS)}`
  switch (op) {
    case 'create':
      return { op, identifier, metadata: unique }
    case 'read':
    case 'delete':
      return guid === undefined ? { op: 'list' } : { op, guid }
    case 'update':
      if (guid === undefined) return { op: 'list' }
      return { op, guid, metadata: unique, ...(random.next() < 0.2 && { identifier }) }
    case 'toggle':
      return guid === undefined ? { op: 'list' } : { op: 'update', guid, is_disabled: random.next() < 0.5 }
    case 'undo': {
      const revisions = known.revisions.filter((revision) => revision > 0).slice(-RECENT)
      return revisions.length === 0 ? { op: 'history' } : { op, revision: random.pick(revisions) }
    }
    default:
      return { op }
  }
}

/** The request of an operation: method, path below the sandbox, and body. */
export function requestOf({ op, guid, identifier, metadata, is_disabled, revision, limit = 10 }) {
  switch (op) {
    case 'create':
      return ['POST', '/users', { user: { identifier, metadata } }]
    case 'read':
      return ['GET', `/users/${guid}`]
    case 'update':
      return ['PUT', `/users/${guid}`, { user: { identifier, metadata, is_disabled } }]
    case 'delete':
      return ['DELETE', `/users/${guid}`]
    case 'list':
      return ['GET', `/users?${PAGE}`]
    case 'history':
      return ['GET', `/__admin/history?limit=${limit}`]
    case 'reset':
      return ['POST', '/__admin/reset']
    case 'undo':
      return ['POST', '/__admin/history/undo', { revision }]
    default:
      throw new Error(`unknown operation '${op}'`)
  }
}

/** What a response says, for the model. */
export function resultOf({ status, body }) {
  if (status > 299) return { status }
  const { user, users, pagination, meta, changes, revision, counts } = body ?? {}
  return {
    status,
    ...(user && { user }),
    ...(users && { users, total: pagination.total_entries }),
    ...(meta && { present: meta.revision, total: meta.total, changes: changes.map(shown) }),
    ...(counts && { present: revision, count: counts.atriumUsers })
  }
}

const shown = ({ revision, operation, key = '', after }) => ({ revision, operation, key, ...(after && { after }) })
