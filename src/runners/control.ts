import type { Readable } from 'node:stream'
import { parsed, respond } from '../cli/remote/control-call.ts'
import type { TextResponse } from '../cli/remote/send.ts'
import type { StateOptions } from '../options/command-options.ts'

const ADVICE = {
  otherUrl: 'Set MOCK_URL or the option url to another address, or remove it to start a server for each worker',
  missingToken: 'set MOCK_ADMIN_TOKEN, or use the option adminToken',
  wrongToken: 'correct MOCK_ADMIN_TOKEN or the option adminToken'
}

/** A mock that runs in this process or elsewhere. */
export interface Server {
  readonly url: string
  readonly adminToken?: string
}

/** @param token ignored if it is empty */
export const serverAt = (url: string, token = ''): Server => ({ url, ...(token !== '' && { adminToken: token }) })

interface Body {
  /** Converted to JSON. */
  readonly json?: unknown
  /** In place of `json`. */
  readonly upload?: { readonly content: Readable; readonly contentType: string }
}

/** The control calls for a server, or for one of its sandboxes. */
export class Control {
  readonly #target: StateOptions

  constructor(server: Server, sandbox?: string) {
    this.#target = sandbox === undefined ? server : { ...server, sandbox }
  }

  /** Calls the control API. @throws if there is no response, or an error response */
  send(method: string, path: string, { json, upload }: Body = {}): Promise<TextResponse> {
    const body = upload?.content ?? (json === undefined ? undefined : JSON.stringify(json))
    const contentType = upload?.contentType
    const isExpected = (text: string): boolean => text === '' || parsed(text) !== undefined
    const call = { method, path, body, isExpected, ...(contentType !== undefined && { contentType }) }
    return respond(this.#target, call, ADVICE)
  }

  /** The same, for a response whose format is known. */
  async read<T>(method: string, path: string, body?: Body): Promise<T> {
    const { text } = await this.send(method, path, body)
    return JSON.parse(text)
  }
}
