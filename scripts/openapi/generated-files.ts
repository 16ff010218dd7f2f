import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { programHelp } from '../../src/cli/help.ts'
import { COMMANDS } from '../../src/cli/program.ts'
import { packageRoot } from '../../src/common/version.ts'
import { Fixture } from '../../src/fixtures/fixture-schema.ts'
import { betweenMarks } from './between-marks.ts'
import { type Contract, certaintyTable, rulesOf } from './certainty.ts'
import { openApiDocuments } from './documents.ts'

/** The prose of the emulated APIs, and of what is the mock's own. */
const EMULATED = { atrium: 'MX Atrium, users', atms: 'inSIGHT ATMS, user management' }
const OWN = { admin: 'control API', fixture: 'fixture' }

/**
 * The text of every file that is generated, by its path from the root of the package.
 *
 * @throws where the documents, the routes and the prose do not fit together
 */
export async function generatedFiles(): Promise<Map<string, string>> {
  const files = new Map<string, string>()
  for (const [name, document] of Object.entries(await openApiDocuments()))
    files.set(`specs/${name}.json`, json(document))
  const $schema = 'https://json-schema.org/draft/2020-12/schema'
  files.set('specs/fixture.schema.json', json({ $schema, ...Fixture }))

  contracts(OWN).forEach(rulesOf)
  const table = certaintyTable(contracts(EMULATED))
  files.set('specs/certainty.md', `# How sure we are\n\n${table}`)
  const help = `\`\`\`\n${programHelp(COMMANDS)}\`\`\`\n`
  files.set('README.md', betweenMarks(betweenMarks(read('README.md'), 'certainty', table), 'help', help))
  return files
}

const json = (value: object): string => `${JSON.stringify(value, null, 2)}\n`

const read = (path: string): string => readFileSync(join(packageRoot, path), 'utf8')

const contracts = (titles: Readonly<Record<string, string>>): Contract[] =>
  Object.entries(titles).map(([name, title]) => ({ title, markdown: read(`specs/${name}.md`) }))
