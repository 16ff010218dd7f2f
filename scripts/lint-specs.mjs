// Lints the OpenAPI documents with Redocly's recommended rules. Warnings fail it too.
import { readdirSync, readFileSync } from 'node:fs'
import { createConfig, formatProblems, lint } from '@redocly/openapi-core'

const isOpenApi = (path) => path.endsWith('.json') && 'openapi' in JSON.parse(readFileSync(path, 'utf8'))
const documents = readdirSync('specs')
  .map((name) => `specs/${name}`)
  .filter(isOpenApi)

const config = await createConfig({ extends: ['recommended'] })
let total = 0
for (const ref of documents) {
  const problems = await lint({ ref, config })
  formatProblems(problems, { format: 'stylish', totals: { errors: 0, warnings: 0, ignored: 0 }, version: '' })
  total += problems.length
}
process.exitCode = documents.length > 0 && total === 0 ? 0 : 1
