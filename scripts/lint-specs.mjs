// Lints the OpenAPI documents with Redocly's recommended rules, and compares their names. Warnings fail it too.
import { readdirSync, readFileSync } from 'node:fs'
import { createConfig, formatProblems, lint } from '@redocly/openapi-core'

const isOpenApi = (path) => /^(?:openapi: |\{\s*"openapi")/.test(readFileSync(path, 'utf8'))
const documents = readdirSync('specs', { withFileTypes: true })
  .filter((entry) => entry.isFile())
  .map(({ name }) => `specs/${name}`)
  .filter(isOpenApi)

// The documents name localhost as the server, because a mock runs on the machine of its user.
const config = await createConfig({ extends: ['recommended'], rules: { 'no-server-example.com': 'off' } })
let total = 0
for (const ref of documents) {
  const problems = await lint({ ref, config })
  formatProblems(problems, { format: 'stylish', totals: { errors: 0, warnings: 0, ignored: 0 }, version: '' })
  total += problems.length
}

// Documents with different names can be joined, and their clients live in one program.
const owners = new Map()
for (const path of documents.filter((path) => /^specs\/\w+\.json$/.test(path))) {
  for (const name of namesIn(JSON.parse(readFileSync(path, 'utf8')))) {
    if (owners.has(name)) {
      console.error(`${path}: ${name} is also in ${owners.get(name)}`)
      total++
    }
    owners.set(name, path)
  }
}
process.exitCode = documents.length > 0 && total === 0 ? 0 : 1

function namesIn({ tags, paths, components }) {
  const operations = Object.values(paths).flatMap((item) => Object.values(item))
  return [
    ...tags.map(({ name }) => `the tag '${name}'`),
    ...operations.map(({ operationId }) => `the operation '${operationId}'`),
    ...['schemas', 'responses', 'securitySchemes'].flatMap((kind) =>
      Object.keys(components[kind] ?? {}).map((name) => `'${name}' under components/${kind}`)
    )
  ]
}
