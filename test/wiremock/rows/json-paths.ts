import { JAYWAY_PATHS } from '../../support/json-paths.ts'
import { post, type Row, row, stub } from './row.ts'

export const jsonPaths: Row[] = JAYWAY_PATHS.map(([matchesJsonPath, found, others]) =>
  row(
    `the JSONPath ${matchesJsonPath}`,
    stub({ request: { url: '/x', bodyPatterns: [{ matchesJsonPath }] } }),
    ...[...found, ...others].map((body) => post('x', body))
  )
)
