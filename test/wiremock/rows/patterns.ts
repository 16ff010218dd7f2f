import { SUPPORTED } from '../../stubs/regular-expressions.ts'
import { ADDRESSES } from '../../support/addresses.ts'
import { DATES } from '../../support/dates.ts'
import { MATCHED_BODY, MATCHED_HEADERS, MATCHED_PATH, PATTERNS } from '../../support/patterns.ts'
import { REQUEST_PARTS } from '../../support/request-parts.ts'
import { EQUAL_VALUES, EXTENDED_VALUES, type UnorderedJson } from '../../support/unordered-json.ts'
import { admin, get, post, type Row, row, stub } from './row.ts'

/** The patterns that `test/stubs` tests too. */
export const patterns: Row[] = PATTERNS.map(([request]) =>
  row(
    `the pattern ${JSON.stringify(request)}`,
    stub({ request, response: { status: 218 } }),
    { method: 'POST', path: MATCHED_PATH.slice(1), headers: MATCHED_HEADERS, body: MATCHED_BODY },
    admin('POST', 'requests/count', request)
  )
)

/** Several values, forms, and other parts. */
export const requestParts: Row[] = REQUEST_PARTS.map(([{ path = '/x', headers = {}, body = '' }, pattern]) =>
  row(
    `${path} ${JSON.stringify(headers)} and ${JSON.stringify(pattern)}`,
    { method: 'POST', path: path.slice(1), headers, body },
    admin('POST', 'requests/count', pattern)
  )
)

/** Dates and times. */
export const dates: Row[] = DATES.map(([body, pattern]) =>
  row(
    `the date ${body} and ${JSON.stringify(pattern)}`,
    post('x', body),
    admin('POST', 'requests/count', { bodyPatterns: [pattern] })
  )
)

/** In a name of a test, an unusual line end would end the line. */
const escaped = (name: string): string =>
  name.replaceAll(/[^\x20-\x7e]/g, (character) => `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`)

/** Java's regular expressions. */
export const expressions: Row[] = SUPPORTED.map(([matches, value]) =>
  row(
    escaped(`the expression ${matches} and ${JSON.stringify(value)}`),
    post('x', value),
    admin('POST', 'requests/count', { bodyPatterns: [{ matches }] })
  )
)

/** JSON whose arrays may have another order. */
export const unorderedJson: Row[] = [...EQUAL_VALUES.map(rowOf(false)), ...EXTENDED_VALUES.map(rowOf(true))]

function rowOf(ignoreExtraElements: boolean): (values: UnorderedJson) => Row {
  return ([equalToJson, actual]) => {
    const request = { bodyPatterns: [{ equalToJson, ignoreArrayOrder: true, ignoreExtraElements }] }
    return row(
      `${JSON.stringify(actual)} compared with ${JSON.stringify(request)}`,
      stub({ request, response: { status: 218 } }),
      post('x', JSON.stringify(actual))
    )
  }
}

/** Addresses are matched exactly as sent, and the journal shows them that way. */
export const addresses: Row[] = [
  ...ADDRESSES.map(([path, request]) =>
    row(
      `the address ${path} and ${JSON.stringify(request)}`,
      stub({ request, response: { status: 218 } }),
      get(path.slice(1)),
      admin('POST', 'requests/count', request)
    )
  ),
  ...[...new Set(ADDRESSES.map(([path]) => path))].map((path) =>
    row(`the address ${path} in the journal`, get(path.slice(1)), admin('POST', 'requests/find', {}))
  )
]
