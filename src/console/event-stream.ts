/** An event as the server sent it. */
export interface ServerSentEvent {
  readonly id: string
  readonly type: string
  readonly data: string
}

/** Splits a stream of `text/event-stream` into events. A comment is `undefined`: a sign of life. */
export async function* readEvents(body: ReadableStream<Uint8Array>): AsyncGenerator<ServerSentEvent | undefined> {
  const reader = body.getReader()
  const decoder = new TextDecoder()
  let rest = ''
  try {
    for (;;) {
      const { value, done } = await reader.read()
      if (done) return
      const parts = (rest + decoder.decode(value, { stream: true })).split('\n\n')
      rest = parts.pop() ?? ''
      for (const part of parts) yield eventIn(part)
      if (parts.length === 0) yield undefined
    }
  } finally {
    await reader.cancel().catch(() => undefined)
  }
}

function eventIn(part: string): ServerSentEvent | undefined {
  const fields = new Map<string, string>()
  for (const line of part.split('\n')) {
    const colon = line.indexOf(':')
    if (colon <= 0) continue
    const name = line.slice(0, colon)
    const value = line.slice(colon + 1).replace(/^ /, '')
    const present = fields.get(name)
    fields.set(name, present === undefined ? value : `${present}\n${value}`)
  }
  const data = fields.get('data')
  return data === undefined ? undefined : { id: fields.get('id') ?? '', type: fields.get('event') ?? 'message', data }
}
