import { existsSync } from 'node:fs'
import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { createError } from '@fastify/error'
import type { FastifyError, FastifyPluginAsync, FastifyReply, FastifyRequest } from 'fastify'
import type { Api } from '../../api/define-api.ts'
import { packageRoot } from '../../common/version.ts'
import type { State } from '../../state/state.ts'
import { type Followed, withFollowed } from './follow-behavior.ts'
import { guidePage } from './guide.ts'
import { DEFAULT_ORIGIN } from './origin.ts'
import { type DocsPage, docsPage } from './page.ts'
import { staticFile } from './static-files.ts'

/** The page of the guide at the address of the documentation. */
const START = 'start'

/** The pictures of the guide, in the folder `docs` of the package. */
const IMAGE = /^images\/[\w-]+\.webp$/

/** The Markdown of the guide, and the list of its pages for language models. */
const SOURCE = /^(?:[\w-]+\.md|llms\.txt)$/
const sourceType = (name: string): string => `text/${name.endsWith('.md') ? 'markdown' : 'plain'}; charset=utf-8`

const UnknownDocument = createError<[string]>('MOCK_UNKNOWN_DOCUMENT', "unknown document '%s'", 404)
const OnlyRead = createError<[string]>('MOCK_ONLY_READ', '%s is not allowed here: use GET or HEAD', 405)

export interface DocsOptions {
  readonly apis: readonly Api[]
  readonly adminToken?: string
  readonly noAdmin: boolean
  /** The alternatives that the emulated APIs follow. */
  readonly followed: readonly Followed[]
}

/** The policy of all responses except pages: they may load and run nothing. */
const NOTHING = "default-src 'none'; frame-ancestors 'none'"

/** The guide, the published documents, and a page to read and try those, below `/docs`. */
export const docs: FastifyPluginAsync<DocsOptions> = async (app, { apis, adminToken, noAdmin, followed }) => {
  const shown = [
    ...apis.map(({ name, title }) => ({ name: title, url: `/docs/${name}.json` })),
    ...(noAdmin ? [] : [{ name: 'Control API', url: '/docs/admin.json' }])
  ]
  const files = [...shown.flatMap(({ url }) => formsOf(url.slice('/docs/'.length))), 'fixture.schema.json']
  // Clients that may not read the state must not read its credentials here.
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

  const apiPage = ({ sandbox, isUpToDate }: FastifyRequest): DocsPage =>
    docsPage(shown, showsCredentials && isUpToDate ? credentialsOf(apis, sandbox.state.apis) : {})
  const guide = (name: string, { address, sandbox }: FastifyRequest): Promise<DocsPage | undefined> => {
    const prefix = address.sandbox === undefined ? '' : `/sandboxes/${encodeURIComponent(sandbox.name)}`
    return guidePage(name, { documents: shown, files, prefix })
  }

  const method = ['GET', 'HEAD']
  app.route({
    method,
    config: { state: 'unused' },
    url: '/',
    // Without a build there is no guide.
    handler: async (request, reply) => sendPage(reply, (await guide(START, request)) ?? apiPage(request))
  })

  app.route({
    method,
    config: { state: 'optional' },
    url: '/api',
    handler: async (request, reply) => sendPage(reply, apiPage(request))
  })

  app.route<{ Params: { '*': string } }>({
    method,
    config: { state: 'unused' },
    url: '/*',
    async handler(request, reply) {
      const { params, protocol, host } = request
      const name = params['*']
      if (files.includes(name)) {
        const changes = followed.filter(({ api }) => /^[a-z]+/.exec(name)?.[0] === api)
        // JSON is YAML, too.
        const isWritten = changes.length === 0 && !name.endsWith('-3.0.yaml')
        const source = isWritten ? name : name.replace(/yaml$/, 'json')
        const document = join(packageRoot, 'specs', source)
        // An API without a published document: `npm run specs` generates it.
        if (!existsSync(document)) throw new UnknownDocument(name)
        reply.type(`application/${name.endsWith('.yaml') ? 'yaml' : 'json'}; charset=utf-8`)
        // Tools that import a document send requests to the server that it names.
        const published = await readFile(document, 'utf8')
        const text = changes.length === 0 ? published : withFollowed(published, changes)
        return host === '' ? text : text.replaceAll(DEFAULT_ORIGIN, `${protocol}://${host}`)
      }
      const file = await staticFile(name)
      if (file !== undefined) return reply.type(file.type).send(file.content)
      const source = SOURCE.test(name)
        ? await readFile(join(packageRoot, 'docs', name), 'utf8').catch(() => undefined)
        : undefined
      if (source !== undefined) return reply.type(sourceType(name)).send(source)
      const image = IMAGE.test(name)
        ? await readFile(join(packageRoot, 'docs', name)).catch(() => undefined)
        : undefined
      if (image !== undefined) return reply.type('image/webp').send(image)
      const page = await guide(name, request)
      if (page === undefined) throw new UnknownDocument(name)
      return sendPage(reply, page)
    }
  })
}

const sendPage = (reply: FastifyReply, { html, contentSecurityPolicy }: DocsPage): FastifyReply =>
  reply.type('text/html; charset=utf-8').header('content-security-policy', contentSecurityPolicy).send(html)

/** The files of a document: OpenAPI 3.1 and 3.0, each as JSON and YAML. */
function formsOf(file: string): string[] {
  const base = file.replace(/\.json$/, '')
  return [file, `${base}.yaml`, `${base}-3.0.json`, `${base}-3.0.yaml`]
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
