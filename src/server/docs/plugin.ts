import { existsSync } from 'node:fs'
import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { createError } from '@fastify/error'
import type { FastifyError, FastifyPluginAsync } from 'fastify'
import type { Api } from '../../api/define-api.ts'
import { packageRoot } from '../../common/version.ts'
import type { State } from '../../state/state.ts'
import { DEFAULT_ORIGIN } from './origin.ts'
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

export interface DocsOptions {
  readonly apis: readonly Api[]
  readonly adminToken?: string
  readonly noAdmin: boolean
}

/** What every response but the page may do in a browser: nothing. */
const NOTHING = "default-src 'none'; frame-ancestors 'none'"

/** The published documents, and a page to read and try them, below `/docs`. */
export const docs: FastifyPluginAsync<DocsOptions> = async (app, { apis, adminToken, noAdmin }) => {
  const shown = [
    ...apis.map(({ name, title }) => ({ name: title, url: `/docs/${name}.json` })),
    ...(noAdmin ? [] : [{ name: 'Control API', url: '/docs/admin.json' }])
  ]
  const files = [...shown.flatMap(({ url }) => formsOf(url.slice('/docs/'.length))), 'fixture.schema.json']
  // Whoever may not read the state must not read credentials here.
  const showsCredentials = adminToken === undefined && !noAdmin
  app.setErrorHandler<FastifyError>(({ message, statusCode = 500 }, _request, reply) => {
    reply.code(statusCode)
    if (statusCode === 403) return reply.type('text/plain; charset=utf-8').send(`${message}\n`)
    return { error: message, documents: files.map((name) => `/docs/${name}`) }
  })
  app.setNotFoundHandler(() => undefined)
  app.addHook('onSend', async (_request, reply) => {
    if (!reply.hasHeader('content-security-policy')) reply.header('content-security-policy', NOTHING)
    reply.header('x-content-type-options', 'nosniff')
  })
  app.addHook('onRequest', async (request, reply) => {
    if (!request.is404) return
    reply.header('allow', 'GET, HEAD')
    throw new OnlyRead(request.method)
  })

  app.route({
    method: ['GET', 'HEAD'],
    url: '/',
    async handler({ sandbox }, reply) {
      const credentials = showsCredentials ? credentialsOf(apis, sandbox.state.apis) : {}
      const { html, contentSecurityPolicy } = docsPage(shown, credentials)
      return reply.type('text/html; charset=utf-8').header('content-security-policy', contentSecurityPolicy).send(html)
    }
  })

  app.route<{ Params: { '*': string } }>({
    method: ['GET', 'HEAD'],
    url: '/*',
    async handler({ params: { '*': name }, protocol, host }, reply) {
      if (files.includes(name)) {
        const document = join(packageRoot, 'specs', name)
        // An API without a published document: `npm run specs` generates it.
        if (!existsSync(document)) throw new UnknownDocument(name)
        reply.type(`application/${name.endsWith('.yaml') ? 'yaml' : 'json'}; charset=utf-8`)
        // Tools that import a document send requests to the server that it names.
        const text = await readFile(document, 'utf8')
        return host === '' ? text : text.replaceAll(DEFAULT_ORIGIN, `${protocol}://${host}`)
      }
      const type = UI_FILES.get(name)
      if (type === undefined) throw new UnknownDocument(name)
      reply.type(type)
      const folders = UI_FOLDERS.map((folder) => join(packageRoot, folder))
      return readFile(join(folders.find(existsSync) as string, name))
    }
  })
}

/** The files of a document: OpenAPI 3.1 as JSON and YAML, and OpenAPI 3.0. */
function formsOf(file: string): string[] {
  const base = file.replace(/\.json$/, '')
  return [file, `${base}.yaml`, `${base}-3.0.json`]
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
