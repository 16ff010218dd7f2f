import { Readable } from 'node:stream'
import type { FastifyPluginAsync, FastifyReply, FastifyRequest } from 'fastify'
import { pathOf } from '../../http/known-paths.ts'
import { hasBody } from '../../http/read-body.ts'
import { streamBody } from '../../http/stream-body.ts'
import { deleteFile, listFiles, openFile, putFile } from '../../wiremock/stubs/file-folder.ts'
import { ControlNotFound } from '../errors.ts'
import type { ControlOptions } from '../options.ts'
import { streamsBody } from '../upload.ts'
import { FILE_LIMIT } from './limits.ts'

type OneFile = { Params: { name: string; '*': string } }

/** In bytes: a multiple of three, so that the Base64 of the parts can be joined. */
const PART = 48 * 1024

/** The files that responses name as `bodyFileName`. They belong to the server, not to a sandbox. */
export const files: FastifyPluginAsync<ControlOptions> = async (app, { fileStubs }) => {
  const folder = fileStubs.bodies
  const config = { state: 'unused' } as const
  app.get('/files', { config, schema: { operationId: 'list_files' } }, async ({ sandbox }) =>
    Readable.from(jsonList(await listFiles(folder), () => sandbox.turns.next()))
  )

  const read = async (request: FastifyRequest<OneFile>, reply: FastifyReply) => {
    const handle = await openFile(folder, nameOf(request))
    if (handle === undefined) throw new ControlNotFound(pathOf(request.address.sent))
    reply.type('application/octet-stream')
    return handle.createReadStream()
  }
  const put = async (request: FastifyRequest<OneFile>) => {
    const { raw, room, routeOptions } = request
    const parts: Buffer[] = []
    let bytes = 0
    const take = (part: Buffer): boolean => {
      bytes += part.length
      room.resize(2 * bytes)
      parts.push(part)
      return true
    }
    if (hasBody(raw)) await streamBody(raw, routeOptions.bodyLimit, take)
    await putFile(folder, nameOf(request), parts)
    return Readable.from(base64Text(Buffer.concat(parts)))
  }
  const remove = async (request: FastifyRequest<OneFile>) => {
    await deleteFile(folder, nameOf(request))
    return {}
  }

  // The documents describe the first of each two: a parameter of OpenAPI contains no slashes.
  const hidden = { config, schema: { hide: true } }
  const body = { config: { ...config, ...streamsBody }, bodyLimit: FILE_LIMIT }
  app.get<OneFile>('/files/:name', { config, schema: { operationId: 'read_file' } }, read)
  app.get<OneFile>('/files/*', hidden, read)
  app.put<OneFile>('/files/:name', { ...body, schema: { operationId: 'put_file' } }, put)
  app.put<OneFile>('/files/*', { ...hidden, ...body }, put)
  app.delete<OneFile>('/files/:name', { config, schema: { operationId: 'delete_file' } }, remove)
  app.delete<OneFile>('/files/*', hidden, remove)
}

const nameOf = ({ params }: FastifyRequest<OneFile>): string => params.name ?? params['*']

/** As in WireMock, the response is the body as a JSON text in Base64. */
function* base64Text(bytes: Buffer): Generator<string> {
  yield '"'
  for (let start = 0; start < bytes.length; start += PART) yield bytes.subarray(start, start + PART).toString('base64')
  yield '"'
}

async function* jsonList(names: readonly string[], turn: () => Promise<void>): AsyncGenerator<string> {
  let chunk = '['
  for (const [i, name] of names.entries()) {
    chunk += `${i > 0 ? ',' : ''}${JSON.stringify(name)}`
    if (chunk.length < PART) continue
    yield chunk
    chunk = ''
    await turn()
  }
  yield `${chunk}]`
}
