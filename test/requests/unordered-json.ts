import type { Test } from 'tap'
import { controlFor } from '../support/control.ts'
import { EQUAL_VALUES, EXTENDED_VALUES } from '../support/unordered-json.ts'

/** `equalToJson` that ignores the order of arrays. */
export async function unorderedJson(t: Test): Promise<void> {
  const { admin, send, count } = await controlFor(t)
  for (const [ignoreExtraElements, values] of [
    [false, EQUAL_VALUES],
    [true, EXTENDED_VALUES]
  ] as const) {
    for (const [equalToJson, actual, isEqual] of values) {
      await admin('DELETE', 'requests')
      await send('POST', '/users', { body: JSON.stringify(actual) })
      const found = await count({ bodyPatterns: [{ equalToJson, ignoreArrayOrder: true, ignoreExtraElements }] })
      const options = ignoreExtraElements ? ', extra elements ignored' : ''
      t.equal(found === 1, isEqual, `${JSON.stringify(equalToJson)} and ${JSON.stringify(actual)}${options}`)
    }
  }
}
