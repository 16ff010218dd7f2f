import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { stringify } from 'yaml'
import type { ApiDocs } from '../../src/api/operation.ts'
import { apis } from '../../src/apis/index.ts'
import { programHelp } from '../../src/cli/help.ts'
import { COMMANDS } from '../../src/cli/program.ts'
import { packageRoot } from '../../src/common/version.ts'
import { controlDocs } from '../../src/control/openapi.ts'
import type { RuleBook } from '../../src/rules/rule.ts'
import { alternativesTable } from './alternatives.ts'
import { betweenMarks } from './between-marks.ts'
import { type Contract, certaintySummary, certaintyTable, contractOf, readContract } from './certainty.ts'
import { chaosFileSchema } from './chaos-file-schema.ts'
import { brunoFiles } from './collections/bruno.ts'
import { type Collection, collectionOf, type Described } from './collections/calls.ts'
import { httpFile } from './collections/http-file.ts'
import type { OpenApi } from './complete-document.ts'
import { contractPage } from './contract-page.ts'
import { controlApi } from './control-api.ts'
import { withDistinctNames } from './distinct-names.ts'
import { openApiDocuments } from './documents.ts'
import { fixtureFileSchema } from './fixture-file-schema.ts'
import { forClients } from './for-clients.ts'
import { llmsText } from './llms.ts'
import { otherHeaders } from './published-api.ts'
import { toolsTable } from './tools-table.ts'
import { inVersion30 } from './version-3-0.ts'

/**
 * The text of every generated file, by its path from the root of the package.
 *
 * @throws if routes, documentation and prose do not match
 */
export async function generatedFiles(): Promise<Map<string, string>> {
  const files = new Map<string, string>()
  const collections: Collection[] = []
  const { control, sources, documents } = await generated()
  for (const api of [...apis, control]) {
    const { name } = api
    const document = forClients(documents[name] as OpenApi)
    const published = api === control ? document : withDistinctNames(document, name)
    files.set(`specs/${name}.json`, json(published))
    const values = valuesOf(sources[name]?.credentials)
    if (api !== control && sources[name]) collections.push(collectionOf(api, published as unknown as Described, values))
    files.set(`specs/${name}.yaml`, stringify(published, { lineWidth: 0, aliasDuplicateObjects: false }))
    files.set(`specs/${name}-3.0.json`, json(inVersion30(published, otherHeaders(api, sources[name]?.credentials))))
  }
  for (const collection of collections) files.set(`specs/collections/${collection.name}.http`, httpFile(collection))
  for (const [path, text] of brunoFiles('atrium-atms-mock', collections))
    files.set(`specs/collections/bruno/${path}`, text)
  files.set('specs/fixture.schema.json', json(fixtureFileSchema(apis)))
  files.set('specs/chaos.schema.json', json(chaosFileSchema()))

  for (const name of [control.name, 'fixture']) writtenContract(name, name)
  const emulated: Contract[] = []
  const books: { readonly title: string; readonly book: RuleBook }[] = []
  for (const api of apis) {
    const title = sources[api.name]?.title ?? api.title
    const book = await api.rules?.()
    if (book !== undefined) {
      files.set(`specs/${api.name}.md`, contractPage(title, book))
      books.push({ title, book })
    }
    emulated.push(book === undefined ? writtenContract(api.name, title) : contractOf(title, book))
  }
  const table = certaintyTable(emulated)
  files.set('specs/certainty.md', `# How sure we are\n\n${table}`)
  const parts = [
    ['README.md', 'rules', certaintySummary(emulated)],
    ['docs/contract.md', 'certainty', table],
    ['docs/behavior.md', 'alternatives', alternativesTable(books)],
    ['docs/mcp.md', 'tools', toolsTable()],
    ['docs/command-line.md', 'help', `\`\`\`text\n${programHelp(COMMANDS)}\`\`\`\n`]
  ] as const
  const { name, description } = JSON.parse(read('package.json'))
  files.set('docs/llms.txt', llmsText(name, description, read('docs/README.md')))
  for (const [path, name, text] of parts) files.set(path, betweenMarks(read(path), name, text))
  return files
}

/**
 * The text of the documents that describe everything the server accepts, by their paths in a folder. They are for fuzzing: clients of the
 * published ones send less.
 */
export async function completeDocuments(folder: string): Promise<Map<string, string>> {
  const { documents } = await generated()
  return new Map(Object.entries(documents).map(([name, document]) => [join(folder, `${name}.json`), json(document)]))
}

async function generated() {
  const control = await controlApi(apis)
  const sources = { ...(await emulatedDocs()), [control.name]: controlDocs(apis) }
  return { control, sources, documents: await openApiDocuments([...apis, control], sources) }
}

/** The documentation of the emulated APIs, by name. An API may have none. */
async function emulatedDocs(): Promise<Record<string, ApiDocs>> {
  const sources: Record<string, ApiDocs> = {}
  for (const { name } of apis) {
    if (!existsSync(join(packageRoot, 'src/apis', name, 'openapi.ts'))) continue
    const module: { readonly docs: ApiDocs } = await import(`../../src/apis/${name}/openapi.ts`)
    sources[name] = module.docs
  }
  return sources
}

/** Example values of the parts of a credential, by name. */
const valuesOf = (credentials: ApiDocs['credentials'] = {}): Record<string, string> =>
  Object.fromEntries(Object.entries(credentials).map(([name, { example = '' }]) => [name, example]))

const json = (value: object): string => `${JSON.stringify(value, null, 2)}\n`

const read = (path: string): string => readFileSync(join(packageRoot, path), 'utf8')

/** An API without prose has no rules. */
function writtenContract(name: string, title: string): Contract {
  const path = `specs/${name}.md`
  return readContract(title, existsSync(join(packageRoot, path)) ? read(path) : '')
}
