import { Readable } from 'node:stream'
import type { BodyCache } from '../../http/body-cache.ts'
import type { Collection } from '../../state/collection.ts'
import type { AtmsBehavior } from './behavior.ts'
import { nameKey } from './name-key.ts'
import type { AtmsUser } from './records.ts'

const USERS_PER_CHUNK = 1000

/**
 * The list of all users, since this API has no paging. Long lists are streamed, so that they neither delay other
 * requests nor fill the memory.
 */
export function listBody(
  users: Collection<AtmsUser>,
  bodies: BodyCache,
  { sortsByName }: AtmsBehavior
): string | Readable {
  const inOrder = () => (sortsByName ? [...users].sort(byName(({ Username }) => Username)) : [...users])
  if (users.size <= USERS_PER_CHUNK) return bodies.of(users, '', () => JSON.stringify(inOrder())).body
  if (!sortsByName) return Readable.from(chunks(users.size, (offset, limit) => users.slice(offset, limit)))
  const sorted = inOrder()
  return Readable.from(chunks(sorted.length, (offset, limit) => sorted.slice(offset, offset + limit)))
}

/** Compares records by name, as SQL Server does: regardless of case. */
export function byName<T>(nameOf: (record: T) => string): (a: T, b: T) => number {
  return (a, b) => {
    const [one, other] = [nameKey(nameOf(a)), nameKey(nameOf(b))]
    return one < other ? -1 : Number(one > other)
  }
}

function* chunks(size: number, slice: (offset: number, limit: number) => AtmsUser[]): Generator<string> {
  for (let offset = 0; offset < size; offset += USERS_PER_CHUNK) {
    const records = JSON.stringify(slice(offset, USERS_PER_CHUNK)).slice(1, -1)
    yield `${offset === 0 ? '[' : ','}${records}`
  }
  yield ']'
}
