import { Readable } from 'node:stream'
import type { BodyCache } from '../../http/body-cache.ts'
import type { Collection } from '../../state/collection.ts'
import type { AtmsUser } from './records.ts'

const USERS_PER_CHUNK = 1000

/**
 * The list of all users, since this API has no paging. Long lists are streamed, so that they neither delay other
 * requests nor fill the memory.
 */
export function listBody(users: Collection<AtmsUser>, bodies: BodyCache): string | Readable {
  if (users.size > USERS_PER_CHUNK) return Readable.from(chunks(users))
  return bodies.of(users, '', () => JSON.stringify([...users])).body
}

function* chunks(users: Collection<AtmsUser>): Generator<string> {
  for (let offset = 0; offset < users.size; offset += USERS_PER_CHUNK) {
    const records = JSON.stringify(users.slice(offset, USERS_PER_CHUNK)).slice(1, -1)
    yield `${offset === 0 ? '[' : ','}${records}`
  }
  yield ']'
}
