import { existsSync } from 'node:fs'
import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { createError } from '@fastify/error'
import type { FastifyError, FastifyPluginAsync } from 'fastify'
import { packageRoot } from '../../common/version.ts'
import { docsPage } from './page.ts'

const DOCUMENTS = ['atrium.json', 'atms.json', 'admin.json', 'fixture.schema.json']

/** The files of Swagger UI that the page asks for, with their types. */
const UI_FILES = new Map([
  ['swagger-ui.css', 'text/css; charset=utf-8'],
  ['swagger-ui-bundle.js', 'text/javascript; charset=utf-8'],
  ['swagger-ui-standalone-preset.js', 'text/javascript; charset=utf-8'],
  ['favicon-32x32.png', 'image/png']
])
/** Where Swagger UI is: in a checkout the package itself, elsewhere what the build took of it. */
const UI_FOLDERS = ['node_modules/swagger-ui-dist', 'dist/docs']

const UnknownDocument = createError<[string]>('MOCK_UNKNOWN_DOCUMENT', "there is no document '%s'", 404)
const OnlyRead = createError<[string]>('MOCK_ONLY_READ', '%s is not allowed here: use GET or HEAD', 405)

/** The published documents and a page to read and try them, to be registered under `/docs`. Files are read when asked for. */
export const docs: FastifyPluginAsync = async (app) => {
  app.setErrorHandler<FastifyError>(({ message, statusCode = 500 }, _request, reply) => {
    reply.code(statusCode)
    return { error: message, documents: DOCUMENTS.map((name) => `/docs/${name}`) }
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
      return docsPage(sandbox.state)
    }
  })

  app.route<{ Params: { '*': string } }>({
    method: ['GET', 'HEAD'],
    url: '/*',
    async handler({ params: { '*': name } }, reply) {
      if (DOCUMENTS.includes(name)) {
        reply.type('application/json; charset=utf-8')
        return readFile(join(packageRoot, 'specs', name))
      }
      const type = UI_FILES.get(name)
      if (type === undefined) throw new UnknownDocument(name)
      reply.type(type)
      const folders = UI_FOLDERS.map((folder) => join(packageRoot, folder))
      return readFile(join(folders.find(existsSync) as string, name))
    }
  })
}
