// Lints the OpenAPI documents with Redocly's recommended rules: errors and warnings alike are refused.
import { createConfig, formatProblems, lint } from '@redocly/openapi-core'

const config = await createConfig({ extends: ['recommended'] })
let problems = 0
for (const name of ['atrium', 'atms', 'admin']) {
  const found = await lint({ ref: `specs/${name}.json`, config })
  formatProblems(found, { format: 'stylish', totals: { errors: 0, warnings: 0, ignored: 0 }, version: '' })
  problems += found.length
}
process.exitCode = problems === 0 ? 0 : 1
