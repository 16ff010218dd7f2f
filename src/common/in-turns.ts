import { nextTurn } from './timers.ts'

/** Yields the same values, one in each turn of the event loop, so that other requests proceed. */
export async function* inTurns<T>(values: Iterable<T> | AsyncIterable<T>): AsyncGenerator<T> {
  for await (const value of values) {
    yield value
    await nextTurn()
  }
}
