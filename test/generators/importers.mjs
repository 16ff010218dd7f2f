// Importers: the collections that Postman and Bruno create from the documents pass against a server with the default fixtures.
import { mkdirSync } from 'node:fs'
import { join } from 'node:path'
import { npx, temporaryFolder, withMock } from './toolbox.mjs'

/** The variable that importers use for the first header of the credential. */
const KEYS = { atrium: 'test-api-key', atms: 'test-token' }

const importer = (name, convert, runCollection) => ({
  name,
  run: () =>
    temporaryFolder(async (folder) => {
      await convert('admin', folder)
      for (const [document, key] of Object.entries(KEYS)) {
        const collection = await convert(document, folder)
        await withMock((url) =>
          runCollection(collection, ['--env-var', `baseUrl=${url}`, '--env-var', `apiKey=${key}`])
        )
      }
    })
})

export const importers = [
  importer(
    'openapi-to-postmanv2 and newman',
    async (document, folder) => {
      const file = join(folder, `${document}.json`)
      const options = 'parametersResolution=Example'
      await npx('openapi2postmanv2', ['-s', `specs/${document}-3.0.json`, '-o', file, '-O', options])
      return file
    },
    // A request without a test passes with any status.
    async (collection, variables) => {
      const output = await npx('newman', ['run', collection, ...variables, '--color', 'off'])
      const statuses = [...output.matchAll(/\[(\d{3}) [^\]]+\]/g)].map(([, status]) => Number(status))
      if (statuses.length < 5 || statuses.some((status) => status >= 400)) throw new Error(output)
    }
  ),
  importer(
    'Bruno',
    async (document, folder) => {
      mkdirSync(folder, { recursive: true })
      const format = ['--collection-format', 'bru']
      await npx('bru', [
        'import',
        'openapi',
        '-s',
        `specs/${document}-3.0.json`,
        '-o',
        folder,
        '-n',
        document,
        ...format
      ])
      return join(folder, document)
    },
    async (collection, variables) => {
      const output = await npx('bru', ['run', ...variables], { cwd: collection })
      const statuses = [...output.matchAll(/\((\d{3}) [^)]+\)/g)].map(([, status]) => Number(status))
      if (statuses.length < 5 || statuses.some((status) => status >= 400)) throw new Error(output)
    }
  )
]
