import { SCHEMAS } from '../../support/json-schemas.ts'
import { admin, post, type Row, row } from './row.ts'

/** The schemas that `test/stubs` tests too. */
export const jsonSchemas: Row[] = SCHEMAS.map(([pattern, fits, others]) =>
  row(
    `the schema ${JSON.stringify(pattern)}`,
    ...[...fits, ...others].flatMap((body, i) => [
      post(`${i}`, body),
      admin('POST', 'requests/count', { url: `/${i}`, bodyPatterns: [pattern] })
    ])
  )
)
