import { BODIES, EQUAL_NUMBERS, FILTERS, LENGTHS, REWRITTEN_BODIES, TEXTS } from '../../support/exact-json.ts'
import { admin, get, post, type Row, row, stub } from './row.ts'

const compared = (name: string, body: string, pattern: object): Row =>
  row(name, post('x', body), admin('POST', 'requests/count', { bodyPatterns: [pattern] }))

/** Numbers keep their text. */
export const exactJson: Row[] = [
  ...EQUAL_NUMBERS.flatMap(([equalToJson, actual]) => [
    compared(`${actual} and equalToJson ${equalToJson}`, actual, { equalToJson }),
    compared(`${actual} and equalToJson ${equalToJson} in any order`, `[0,${actual}]`, {
      equalToJson: `[${equalToJson},0]`,
      ignoreArrayOrder: true
    })
  ]),
  ...TEXTS.map(([number, equalTo]) =>
    compared(`the text of ${number}`, `{"a":${number}}`, { matchesJsonPath: { expression: '$.a', equalTo } })
  ),
  ...FILTERS.map(([element, filter]) =>
    compared(`the filter ${filter} and ${element}`, `{"l":[${element}]}`, { matchesJsonPath: `$.l[?(${filter})]` })
  ),
  ...LENGTHS.map(([body, expression, equalTo]) =>
    compared(`${expression} of ${body}`, body, { matchesJsonPath: { expression, equalTo } })
  ),
  ...[...BODIES, ...REWRITTEN_BODIES].map((body) =>
    row(`the body ${body}`, stub(`{"request":{"url":"/x"},"response":{"jsonBody":${body}}}`), get('x'))
  )
]
