import { nextTurn } from './timers.ts'

/** The same values, one each turn of the event loop: whoever creates and takes them at once would let nobody else have a turn. */
export async function* inTurns<T>(values: Iterable<T> | AsyncIterable<T>): AsyncGenerator<T> {
  for await (const value of values) {
    yield value
    await nextTurn()
  }
}
