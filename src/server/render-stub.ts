import type { FastifyRequest } from 'fastify'
import { bytesOf } from '../common/bytes.ts'
import type { JournalEntry } from '../wiremock/journal/journal-entry.ts'
import { RequestView } from '../wiremock/journal/request-view.ts'
import { inTurns, TooExpensive, Work } from '../wiremock/matching/work.ts'
import { BodyFileError, readBodyFile } from '../wiremock/stubs/body-files.ts'
import type { Stub, StubResponse } from '../wiremock/stubs/stub-mapping.ts'
import { TemplateError } from '../wiremock/templates/template-error.ts'
import { randomFor } from './stub-random.ts'

export type RenderedStub = Pick<StubResponse, 'status' | 'statusMessage' | 'headers' | 'body'>

/**
 * The response of a stub, with its templates rendered. A rendering error is a 500, as in WireMock, because the stub is wrong and not the
 * request. The memory of the response is reserved until it has been sent.
 *
 * @throws RequestsTakeTooMuch
 */
export async function renderStub(request: FastifyRequest, entry: JournalEntry, stub: Stub): Promise<RenderedStub> {
  const { sandbox, room } = request
  const received = room.bytes
  const reserve = (bytes: number): void => room.resize(received + bytes)
  const { response, pattern, document } = stub.mapping
  const { status, statusMessage, template, bodyFile } = response
  if (template === undefined && bodyFile === undefined) return response
  const parameters = document.response.transformerParameters
  const work = new Work()
  const view = new RequestView(entry, work)
  const model = {
    view,
    received: entry,
    id: sandbox.recorder.idOf(entry),
    pathParameters: pattern.url.parametersOf?.(view.path) ?? new Map()
  }
  try {
    const input = {
      request: model,
      parameters,
      work,
      random: randomFor(sandbox, entry, 'template'),
      now: () => sandbox.clock.now(),
      reserve
    }
    const fileName =
      template === undefined ? bodyFile : await inTurns(work, sandbox.turns, () => template.fileName(input))
    const bytes = fileName === undefined ? undefined : await readBodyFile(sandbox.bodyFiles, fileName, reserve)
    if (template === undefined) return { ...response, body: bytes ?? response.body }
    const file = parameters?.['disableBodyFileTemplating'] === true ? bytes : bytes?.toString()
    const ofFile = bytes?.length ?? 0
    const rendered = await inTurns(work, sandbox.turns, () =>
      template.render({ ...input, file, reserve: (bytes) => reserve(ofFile + bytes) })
    )
    reserve(bytesOf(rendered))
    return { status, statusMessage, ...rendered }
  } catch (error) {
    if (!(error instanceof TemplateError || error instanceof TooExpensive || error instanceof BodyFileError))
      throw error
    reserve(0)
    const part = error instanceof BodyFileError ? 'body' : 'template'
    const message = `the ${part} of the stub '${document.name ?? document.id}' cannot be ${part === 'body' ? 'read' : 'rendered'}: ${error.message}`
    entry.warnings = [...(entry.warnings ?? []), message]
    return {
      status: 500,
      statusMessage: undefined,
      headers: { 'Content-Type': 'text/plain; charset=utf-8' },
      body: Buffer.from(`${message}\n`)
    }
  }
}
