import type { IncomingMessage } from 'node:http'
import { text as readText } from 'node:stream/consumers'

/**
 * Reads a response by writing it as it arrives, since it may exceed the longest string.
 *
 * @param isExpected whether a text is the start of the expected response
 * @returns a function that returns its start, or the whole of another response
 */
export function writing(
  isExpected: (text: string) => boolean,
  write: (parts: AsyncIterable<string>) => Promise<unknown>
): (response: IncomingMessage) => Promise<string> {
  return async (response) => {
    if (response.statusCode !== 200) return readText(response)
    const parts: AsyncIterator<string> = response.setEncoding('utf8')[Symbol.asyncIterator]()
    let start = ''
    while (!isExpected(start)) {
      const { value, done } = await parts.next()
      if (done) return start
      start += value
    }
    let failure: Error | undefined
    const rest = reportingErrors(parts, (error) => (failure = error))
    await write(startingWith(start, rest)).catch((error) => {
      throw failure ?? error
    })
    return start
  }
}

async function* startingWith(start: string, rest: AsyncIterable<string>): AsyncGenerator<string> {
  yield start
  yield* rest
}

/** Reports errors of the connection, to tell them from errors of the file that is written. */
async function* reportingErrors(parts: AsyncIterator<string>, onError: (error: Error) => void): AsyncGenerator<string> {
  try {
    yield* { [Symbol.asyncIterator]: () => parts }
  } catch (error) {
    onError(error as Error)
    throw error
  }
}
