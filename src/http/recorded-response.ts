import { type OutgoingHttpHeaders, ServerResponse } from 'node:http'

declare module 'node:http' {
  interface ServerResponse {
    /** Is told of the headers as they are sent. */
    recorder?: { answerHeaders: OutgoingHttpHeaders | undefined }
  }
}

/**
 * A response that tells who wants to know of the headers it is sent with: to ask Fastify for them before costs a copy of each.
 * Nobody here gives a status message along with them.
 */
export class RecordedResponse extends ServerResponse {
  override writeHead(status: number, headers?: unknown): this {
    if (this.recorder !== undefined) {
      this.recorder.answerHeaders = (headers ?? this.getHeaders()) as OutgoingHttpHeaders
    }
    return super.writeHead(status, headers as OutgoingHttpHeaders)
  }
}
