import { Fixture } from '../store/fixture-schema.ts'
import { openApiDocuments } from './documents.ts'

const asJson = (value: object): string => `${JSON.stringify(value, null, 2)}\n`

/** The text of every file that is generated, by its path from the root of the package. */
export async function generatedFiles(): Promise<Map<string, string>> {
  const files = new Map<string, string>()
  for (const [name, document] of Object.entries(await openApiDocuments()))
    files.set(`specs/${name}.json`, asJson(document))
  const $schema = 'https://json-schema.org/draft/2020-12/schema'
  files.set('specs/fixture.schema.json', asJson({ $schema, ...Fixture }))
  return files
}
