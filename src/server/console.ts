import { createHash } from 'node:crypto'
import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { createError } from '@fastify/error'
import type { FastifyError, FastifyPluginAsync, FastifyReply, FastifyRequest } from 'fastify'
import { packageRoot } from '../common/version.ts'
import { pathOf } from '../http/known-paths.ts'

/** The build writes the console here. */
const FOLDER = join(packageRoot, 'dist/console')
const PAGE = 'index.html'
const FILES: ReadonlyMap<string, string> = new Map([
  ['console.js', 'text/javascript; charset=utf-8'],
  ['console.css', 'text/css; charset=utf-8']
])
/** The placeholder in the page for the relative path to its files. */
const BASE = /\{base\}/g

const POLICY = [
  "default-src 'none'",
  "script-src 'self'",
  "style-src 'self'",
  "connect-src 'self'",
  "img-src 'self' data:",
  "base-uri 'none'",
  "form-action 'none'",
  "frame-ancestors 'none'"
].join('; ')

const TurnedOff = createError('MOCK_CONSOLE_OFF', 'the console is turned off: start the server without --no-admin', 404)
const NotBuilt = createError('MOCK_CONSOLE_NOT_BUILT', 'the console is not built: run npm run bundle', 404)
const OnlyRead = createError<[string]>('MOCK_ONLY_READ', '%s is not allowed here: use GET or HEAD', 405)

export interface ConsoleOptions {
  readonly noAdmin: boolean
}

/** The web console, below `/console/`: one page, whatever the rest of the path, because its script shows the view that the path names. */
export const webConsole: FastifyPluginAsync<ConsoleOptions> = async (app, { noAdmin }) => {
  app.setErrorHandler<FastifyError>(({ message, statusCode = 500 }, _request, reply) =>
    reply.code(statusCode).type('text/plain; charset=utf-8').send(`${message}\n`)
  )
  app.setNotFoundHandler(() => undefined)
  app.addHook('onSend', async (_request, reply) => {
    reply.header('content-security-policy', POLICY).header('x-content-type-options', 'nosniff')
    reply.header('referrer-policy', 'no-referrer')
  })
  app.addHook('onRequest', async (request, reply) => {
    if (noAdmin) throw new TurnedOff()
    if (!request.is404) return
    reply.header('allow', 'GET, HEAD')
    throw new OnlyRead(request.method)
  })

  const method = ['GET', 'HEAD']
  const config = { state: 'unused' } as const
  app.route({
    method,
    config,
    url: '/',
    handler: async (request, reply) =>
      pathOf(request.originalUrl).endsWith('/')
        ? sendPage(request, reply)
        : reply.redirect(`./${lastSegment(request.originalUrl)}/`)
  })
  app.route<{ Params: { '*': string } }>({
    method,
    config,
    url: '/*',
    handler: async (request, reply) => {
      const name = request.params['*']
      const type = FILES.get(name)
      return type === undefined ? sendPage(request, reply) : sendFile(name, type, request, reply)
    }
  })
}

/** Where the root path redirects browsers to: relative, because a proxy may have removed a prefix from the path. */
export function consoleFrom(url: string): string {
  const last = lastSegment(url)
  return last === '' ? './console/' : `./${last}/console/`
}

async function sendPage(request: FastifyRequest, reply: FastifyReply): Promise<FastifyReply> {
  const page = (await read(PAGE)).toString('utf8')
  reply.type('text/html; charset=utf-8').header('cache-control', 'no-store')
  return reply.send(page.replaceAll(BASE, pathUp(request.address.sent)))
}

async function sendFile(name: string, type: string, request: FastifyRequest, reply: FastifyReply) {
  const content = await read(name)
  const tag = `"${createHash('sha256').update(content).digest('base64url')}"`
  reply.header('etag', tag).header('cache-control', 'no-cache')
  if (request.headers['if-none-match'] === tag) return reply.code(304).send()
  return reply.type(type).send(content)
}

async function read(name: string): Promise<Buffer> {
  try {
    return await readFile(join(FOLDER, name))
  } catch {
    throw new NotBuilt()
  }
}

/** The relative path from a page of the console to `/console/`: `../` for each of its folders. */
function pathUp(sent: string): string {
  const segments = pathOf(sent).split('/')
  const area = segments.findIndex((segment) => segment !== '')
  return '../'.repeat(Math.max(0, segments.length - area - 2))
}

const lastSegment = (url: string): string => pathOf(url).split('/').at(-1) ?? ''
