import { Readable } from 'node:stream'
import type { Representations } from '../../http/representation.ts'
import type { Collection } from '../../state/collection.ts'
import type { AtmsUser } from '../../state/records.ts'

const USERS_PER_CHUNK = 1000

/**
 * The list of all users: this API has no paging. A short one is kept while nobody changes; a long one is sent as it is made,
 * so that it neither holds up other requests nor stands in memory as a whole.
 */
export function listBody(users: Collection<AtmsUser>, bodies: Representations): string | Readable {
  if (users.size > USERS_PER_CHUNK) return Readable.from(chunks(users))
  return bodies.ofPage(users.version, '', () => JSON.stringify([...users])).body
}

function* chunks(users: Collection<AtmsUser>): Generator<string> {
  for (let offset = 0; offset < users.size; offset += USERS_PER_CHUNK) {
    const records = JSON.stringify(users.slice(offset, USERS_PER_CHUNK)).slice(1, -1)
    yield `${offset === 0 ? '[' : ','}${records}`
  }
  yield ']'
}
