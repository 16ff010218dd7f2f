import { type OutgoingHttpHeader, type OutgoingHttpHeaders, ServerResponse } from 'node:http'

declare module 'node:http' {
  interface ServerResponse {
    /** Is told of the headers as they are sent. */
    recorder?: { answerHeaders: OutgoingHttpHeaders | undefined }
  }
}

/** A response that tells who wants to know of the headers it is sent with: to ask for them before costs a copy of each. */
export class RecordedResponse extends ServerResponse {
  override writeHead(status: number, second?: unknown, third?: OutgoingHttpHeader[] | OutgoingHttpHeaders): this {
    if (this.recorder !== undefined) {
      const given = typeof second === 'string' ? third : second
      this.recorder.answerHeaders = (given ?? this.getHeaders()) as OutgoingHttpHeaders
    }
    return super.writeHead(status, second as string, third)
  }
}
