import type { FastifyRequest } from 'fastify'
import type { Records } from '../api/define-api.ts'
import { sha256 } from '../common/files/digest.ts'
import { FixtureReader } from '../fixtures/fixture-document.ts'
import { hasBody } from '../http/read-body.ts'
import { streamBody } from '../http/stream-body.ts'
import type { UploadedState } from '../sandbox/changes.ts'
import type { State } from '../state/state.ts'
import { InvalidDocument } from './errors.ts'

/** Marks a route that reads its body as it arrives. Its limit is that of uploads. */
export const streamsBody = { streamsBody: true }

/**
 * Reads the body of a request as a document in the fixture format, without holding all of its text.
 *
 * @throws InvalidDocument, also without a body; BodyAborted, FST_ERR_CTP_BODY_TOO_LARGE
 */
export async function readUpload(apis: readonly Records[], request: FastifyRequest): Promise<UploadedState> {
  const { state, ...upload } = await receive(apis, request)
  return { ...upload, state: state() }
}

/** The same; `undefined` without a body. */
export async function readOptionalUpload(
  apis: readonly Records[],
  request: FastifyRequest
): Promise<UploadedState | undefined> {
  const { state, ...upload } = await receive(apis, request)
  return upload.bytes === 0 ? undefined : { ...upload, state: state() }
}

async function receive(apis: readonly Records[], { raw, routeOptions }: FastifyRequest) {
  const reader = new FixtureReader(apis)
  const sum = sha256()
  const take = (part: Buffer): boolean => {
    sum.update(part)
    return reader.take(part)
  }
  const bytes = hasBody(raw) ? await streamBody(raw, routeOptions.bodyLimit, take) : 0
  const state = (): State => {
    const result = reader.finish()
    if (!result.ok) throw new InvalidDocument(result.problems)
    return result.state
  }
  return { state, sha256: sum.digest('hex'), bytes }
}
