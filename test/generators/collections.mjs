// The published collections pass against a server with the default fixtures, in a sandbox that a variable selects.
import { readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { npx, temporaryFolder, withMock } from './toolbox.mjs'

const FOLDER = 'specs/collections'
const SANDBOX = 'collections'

/** The calls that a document describes, and the reset before them. */
function callsOf(name) {
  const { paths } = JSON.parse(readFileSync(`specs/${name}.json`, 'utf8'))
  return Object.values(paths).flatMap((item) => Object.keys(item)).length + 1
}

/** @throws if the requests were not sent to the sandbox */
async function requireSandbox(url, output) {
  const { sandboxes } = await (await fetch(`${url}/__admin/sandboxes`)).json()
  if (!sandboxes.some(({ name, requests }) => name === SANDBOX && requests > 0)) throw new Error(output)
}

const httpFiles = readdirSync(FOLDER).filter((name) => name.endsWith('.http'))
const documents = httpFiles.map((name) => name.replace('.http', ''))

export const collections = [
  {
    name: 'Bruno collection',
    run: () =>
      withMock(async (url) => {
        const variables = ['--env', 'mock', '--env-var', `host=${url}`, '--env-var', `sandbox=${SANDBOX}`]
        const output = await npx('bru', ['run', '-r', ...variables], { cwd: join(FOLDER, 'bruno') })
        // Bruno fails if an assertion does.
        const passed = output.match(/✓ res\.status/g)?.length
        if (passed !== documents.reduce((sum, name) => sum + callsOf(name), 0)) throw new Error(output)
        await requireSandbox(url, output)
      })
  },
  {
    name: '.http files and httpYac',
    run: () =>
      withMock((url) =>
        temporaryFolder(async (folder) => {
          for (const [i, file] of httpFiles.entries()) {
            // Variables of a file take precedence over those of the command line.
            const text = readFileSync(join(FOLDER, file), 'utf8')
            const own = text
              .replace(/^@host = .*$/m, `@host = ${url}`)
              .replace(/^@sandbox = .*$/m, `@sandbox = ${SANDBOX}`)
            writeFileSync(join(folder, file), own)
            const output = await npx('httpyac', ['send', file, '--all', '--json'], { cwd: folder })
            const statuses = JSON.parse(output).requests.map(({ response }) => response?.statusCode)
            const isComplete = statuses.length === callsOf(documents[i])
            if (!isComplete || !statuses.every((status) => status >= 200 && status < 300)) throw new Error(output)
          }
          await requireSandbox(url, httpFiles.join())
        })
      )
  }
]
