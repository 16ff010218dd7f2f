import { Readable } from 'node:stream'
import type { Turns } from '../../common/turns.ts'

/** Shorter lists are sent at once. */
const MAX_AT_ONCE = 100
/** In characters. */
const CHUNK = 64 * 1024

/**
 * A response with a list. A long list is streamed, so that it does not delay other requests.
 *
 * @param rest the other members of the response
 */
export function longList<T>(
  name: string,
  items: readonly T[],
  show: (item: T) => object,
  rest: object,
  turns: Turns
): object {
  if (items.length <= MAX_AT_ONCE) return { [name]: items.map(show), ...rest }
  return Readable.from(chunks(name, items, show, rest, turns))
}

async function* chunks<T>(
  name: string,
  items: readonly T[],
  show: (item: T) => object,
  rest: object,
  turns: Turns
): AsyncGenerator<string> {
  let chunk = `{${JSON.stringify(name)}:[`
  for (const [i, item] of items.entries()) {
    chunk += `${i > 0 ? ',' : ''}${JSON.stringify(show(item))}`
    if (chunk.length < CHUNK) continue
    yield chunk
    chunk = ''
    await turns.next()
  }
  const others = JSON.stringify(rest).slice(1)
  yield `${chunk}]${others === '}' ? '' : ','}${others}`
}
