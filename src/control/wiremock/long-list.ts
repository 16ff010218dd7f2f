import { Readable } from 'node:stream'
import { bytesOf } from '../../common/bytes.ts'
import type { Turns } from '../../common/turns.ts'

/** Shorter and smaller lists are sent at once. */
const MAX_AT_ONCE = 100
/** In bytes. */
const MAX_BYTES_AT_ONCE = 1024 * 1024
/** In characters. */
const CHUNK = 64 * 1024

/**
 * A response with a list. A long or large list is streamed, so that it does not delay other requests, or wait in memory for a slow client.
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
  const shown = items.length > MAX_AT_ONCE ? undefined : smallList(items, show)
  return shown === undefined ? Readable.from(chunks(name, items, show, rest, turns)) : { [name]: shown, ...rest }
}

/** @returns `undefined` if the list is too large to be sent at once */
function smallList<T>(items: readonly T[], show: (item: T) => object): object[] | undefined {
  const shown: object[] = []
  let bytes = 0
  for (const item of items) {
    const next = show(item)
    bytes += bytesOf(next)
    if (bytes > MAX_BYTES_AT_ONCE) return undefined
    shown.push(next)
  }
  return shown
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
