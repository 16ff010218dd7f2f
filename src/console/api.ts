import { ApiError, errorOf } from './api-error.ts'
import { DEFAULT_SANDBOX, type QueryValues } from './router.ts'
import type { Session } from './session.ts'

export interface CallOptions {
  readonly method?: string
  readonly query?: QueryValues
  /** A value becomes JSON; a Blob is sent as it is. */
  readonly body?: unknown
  readonly headers?: Readonly<Record<string, string>>
  readonly signal?: AbortSignal
}

/** The control API of one sandbox. Paths are relative to `__admin/`; encode variable segments with `encodeURIComponent`. */
export interface Api {
  /** The URL of an address in the sandbox: of an emulated API, for example. */
  url(path: string): string
  /** @throws ApiError */
  call(path: string, options?: CallOptions): Promise<Response>
  /** The JSON of a response; `undefined` if it has no body. @throws ApiError */
  json<T>(path: string, options?: CallOptions): Promise<T>
}

/** An action that began in a sandbox ends there, and so does its undo, even if the page shows another sandbox by then. */
export function createApi(root: string, session: Session, sandbox: string): Api {
  const base = sandbox === DEFAULT_SANDBOX ? root : `${root}sandboxes/${encodeURIComponent(sandbox)}/`
  const call = async (path: string, options: CallOptions = {}): Promise<Response> => {
    const token = session.token
    const response = await send(`${base}__admin/${path}`, options, token)
    if (response.ok) return response
    if (response.status !== 401) throw await errorOf(response)
    await session.ask(token)
    return call(path, options)
  }
  return {
    url: (path) => base + path.replace(/^\//, ''),
    call,
    async json(path, options) {
      const text = await (await call(path, options)).text()
      return text === '' ? undefined : JSON.parse(text)
    }
  }
}

async function send(url: string, options: CallOptions, token: string | undefined): Promise<Response> {
  const { method = options.body === undefined ? 'GET' : 'POST', query = {}, body, headers, signal = null } = options
  const target = new URL(url)
  for (const [name, value] of Object.entries(query)) {
    if (value !== undefined && value !== '') target.searchParams.set(name, String(value))
  }
  const isJson = body !== undefined && !(body instanceof Blob)
  try {
    return await fetch(target, {
      method,
      signal,
      cache: 'no-store',
      headers: {
        ...(token !== undefined && { authorization: `Bearer ${token}` }),
        ...(isJson && { 'content-type': 'application/json' }),
        ...headers
      },
      ...(body !== undefined && { body: isJson ? JSON.stringify(body) : (body as Blob) })
    })
  } catch (error) {
    if (signal?.aborted) throw error
    throw new ApiError(0, 'the server does not respond. Is it running?')
  }
}
