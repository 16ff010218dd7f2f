import { existsSync } from 'node:fs'
import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { createError } from '@fastify/error'
import type { FastifyError, FastifyPluginAsync } from 'fastify'
import type { Api } from '../../api/define-api.ts'
import { packageRoot } from '../../common/version.ts'
import type { State } from '../../state/state.ts'
import { docsPage } from './page.ts'

/** The files of Swagger UI that the page asks for, with their types. */
const UI_FILES: ReadonlyMap<string, string> = new Map([
  ['swagger-ui.css', 'text/css; charset=utf-8'],
  ['swagger-ui-bundle.js', 'text/javascript; charset=utf-8'],
  ['swagger-ui-standalone-preset.js', 'text/javascript; charset=utf-8'],
  ['favicon-32x32.png', 'image/png']
])
/** Where to find Swagger UI: in a checkout the package that brings it, elsewhere the copy that the build made. */
const UI_FOLDERS = ['node_modules/@fastify/swagger-ui/static', 'dist/docs']

const UnknownDocument = createError<[string]>('MOCK_UNKNOWN_DOCUMENT', "unknown document '%s'", 404)
const OnlyRead = createError<[string]>('MOCK_ONLY_READ', '%s is not allowed here: use GET or HEAD', 405)

/** The published documents, and a page to read and try them, below `/docs`. */
export const docs: FastifyPluginAsync<{ apis: readonly Api[] }> = async (app, { apis }) => {
  const files = [...apis.map(({ name }) => `${name}.json`), 'admin.json', 'fixture.schema.json']
  const documents = [
    ...apis.map(({ name, title }) => ({ name: title, url: `/docs/${name}.json` })),
    { name: 'Control API', url: '/docs/admin.json' }
  ]
  app.setErrorHandler<FastifyError>(({ message, statusCode = 500 }, _request, reply) => {
    reply.code(statusCode)
    return { error: message, documents: files.map((name) => `/docs/${name}`) }
  })
  app.setNotFoundHandler(() => undefined)
  app.addHook('onRequest', async (request, reply) => {
    if (!request.is404) return
    reply.header('allow', 'GET, HEAD')
    throw new OnlyRead(request.method)
  })

  app.route({
    method: ['GET', 'HEAD'],
    url: '/',
    async handler({ sandbox }, reply) {
      reply.type('text/html; charset=utf-8')
      return docsPage(documents, credentialsOf(apis, sandbox.state.apis))
    }
  })

  app.route<{ Params: { '*': string } }>({
    method: ['GET', 'HEAD'],
    url: '/*',
    async handler({ params: { '*': name } }, reply) {
      if (files.includes(name)) {
        const document = join(packageRoot, 'specs', name)
        // An API without a published document: `npm run specs` generates it.
        if (!existsSync(document)) throw new UnknownDocument(name)
        reply.type('application/json; charset=utf-8')
        return readFile(document)
      }
      const type = UI_FILES.get(name)
      if (type === undefined) throw new UnknownDocument(name)
      reply.type(type)
      const folders = UI_FOLDERS.map((folder) => join(packageRoot, folder))
      return readFile(join(folders.find(existsSync) as string, name))
    }
  })
}

/** The first credential of each API, by the names that its document gives to the parts. */
function credentialsOf(apis: readonly Api[], state: State): Record<string, Record<string, string>> {
  const credentials = apis.flatMap(({ name, credential: { list, headers } }) => {
    const [first] = state[name]?.lists[list]?.slice(0, 1) ?? []
    if (first === undefined) return []
    const members = new Map(Object.entries(first))
    return [[name, Object.fromEntries(Object.values(headers).map((member) => [member, members.get(member)]))]]
  })
  return Object.fromEntries(credentials)
}
