// Generates the types of the clients in test/clients from the published documents, as a user of the documents would.
import { readFileSync, writeFileSync } from 'node:fs'
import openapiTypeScript, { astToString } from 'openapi-typescript'

for (const name of ['atrium', 'atms', 'admin']) {
  const document = JSON.parse(readFileSync(`specs/${name}.json`, 'utf8'))
  writeFileSync(`test/clients/${name}.generated.ts`, astToString(await openapiTypeScript(document)))
}
