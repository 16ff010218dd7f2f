import { Readable } from 'node:stream'
import { toJson } from '../../common/exact-json.ts'
import type { Turns } from '../../common/turns.ts'

/** In characters. */
const CHUNK = 64 * 1024

/**
 * A response with a list. Long lists are streamed, so that they neither delay other requests nor wait in memory for a slow client.
 *
 * @param rest the other members of the response
 */
export function longList<T>(
  name: string,
  items: readonly T[],
  show: (item: T) => object,
  rest: object,
  turns: Turns
): Promise<string | Readable> {
  const others = JSON.stringify(rest).slice(1)
  return listBetween(`{${JSON.stringify(name)}:[`, items, show, `]${others === '}' ? '' : ','}${others}`, turns)
}

/** The same with any JSON text before and after the items. */
export async function listBetween<T>(
  before: string,
  items: readonly T[],
  show: (item: T) => object,
  after: string,
  turns: Turns
): Promise<string | Readable> {
  const parts = chunks(before, items, show, after, turns)
  const { value: first = '' } = await parts.next()
  // A stream reserves room for the first part before the next is built.
  return first.length < CHUNK ? first : Readable.from(joined(first, parts))
}

async function* joined(first: string, rest: AsyncIterable<string>): AsyncGenerator<string> {
  yield first
  yield* rest
}

async function* chunks<T>(
  before: string,
  items: readonly T[],
  show: (item: T) => object,
  after: string,
  turns: Turns
): AsyncGenerator<string> {
  let chunk = before
  for (const [i, item] of items.entries()) {
    chunk += `${i > 0 ? ',' : ''}${toJson(show(item))}`
    if (chunk.length < CHUNK) continue
    yield chunk
    chunk = ''
    await turns.next()
  }
  yield chunk + after
}
